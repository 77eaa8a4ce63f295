package org.s2sgateway.simulator.wire;

/** One simulated service. Called by many threads at once. */
public interface Endpoint {

    Answer answer(Call call);

    /** What this service answers when it is ordered to fail with a status. */
    Answer failure(int status);
}
