package org.s2sgateway.simulator.wire;

/** One simulated service. Called by many threads at once. */
public interface Endpoint {

    Answer answer(Call call);

    /** What this service answers when it is ordered to fail with a status. */
    Answer failure(Call call, int status);

    /** What this service answers when it is ordered to throttle; without {@code Retry-After}. */
    default Answer throttled(Call call, ServiceLimit limit) {
        return failure(call, 429);
    }

    /** Asked when a call has come in whole, before anything delays it. */
    default Entry enter(Call call) {
        return Entry.FREE;
    }

    /** Whether the body of such a request is counted and thrown away: the call has the number of its bytes as body. */
    default boolean drains(String path) {
        return false;
    }
}
