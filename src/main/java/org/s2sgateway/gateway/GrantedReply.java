package org.s2sgateway.gateway;

import org.s2sgateway.dataverse.UpstreamAnswer;
import org.s2sgateway.problem.Refusal;

/** Tells a consumer whose body was refused on its way why that was, and not that it broke off. Thread-safe. */
record GrantedReply(Reply reply, GrantedBody body) implements Reply {

    @Override
    public void answered(UpstreamAnswer answer) {
        reply.answered(answer);
    }

    @Override
    public void refused(Refusal refusal) {
        reply.refused(body.refusal().orElse(refusal));
    }
}
