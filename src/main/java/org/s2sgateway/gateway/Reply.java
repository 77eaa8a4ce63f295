package org.s2sgateway.gateway;

import org.s2sgateway.dataverse.UpstreamAnswer;
import org.s2sgateway.problem.Refusal;

/** What a call comes to, told once, by a thread that must not be blocked. */
interface Reply {

    /** Dataverse's answer, which whoever takes it has to close. */
    void answered(UpstreamAnswer answer);

    /** A refusal of ours. */
    void refused(Refusal refusal);
}
