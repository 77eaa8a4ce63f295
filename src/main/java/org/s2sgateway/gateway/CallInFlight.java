package org.s2sgateway.gateway;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.dataverse.CallLimit;
import org.s2sgateway.dataverse.UpstreamAnswer;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * What a call holds until its answer is written, or its request ends in another way: a place among the calls to its environment, the answer
 * with its connection, and a judged batch. JAX-RS may fail over a header of Dataverse before it asks for the body; without somebody to close
 * the answer, each such failure would cost the environment a connection for good.
 */
@RequestScoped
public class CallInFlight {

    @Inject
    CallLimit limit;

    private CallLimit.@Nullable Place place;
    private @Nullable UpstreamAnswer answer;
    private @Nullable JudgedBatch batch;

    /** Takes a place, or refuses with 503. */
    void enter(EnvironmentHost host) {
        place = limit.enter(host).orElseThrow(() -> new Refusal(
                        ProblemType.BUSY,
                        "As many calls are under way as this gateway allows at a time, to " + host.value()
                                + " or altogether. Send fewer requests at once, and this one again.")
                .withHeader("Retry-After", "1"));
    }

    void hold(UpstreamAnswer held) {
        answer = held;
    }

    void hold(JudgedBatch held) {
        batch = held;
    }

    /** Leaves the place, the connection and the spooled batch; again it does nothing. */
    @PreDestroy
    void end() {
        if (answer != null) {
            answer.close();
            answer = null;
        }
        if (batch != null) {
            batch.close();
            batch = null;
        }
        if (place != null) {
            place.close();
            place = null;
        }
    }
}
