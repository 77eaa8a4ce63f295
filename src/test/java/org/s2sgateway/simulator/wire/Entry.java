package org.s2sgateway.simulator.wire;

import java.util.Optional;

/**
 * Whether a service takes a call on.
 *
 * @param refusal what it answers when it does not
 * @param leave to be run, once or more, when the call is over
 */
public record Entry(Optional<Answer> refusal, Runnable leave) {

    /** For a service that does not count. */
    public static final Entry FREE = new Entry(Optional.empty(), () -> {});
}
