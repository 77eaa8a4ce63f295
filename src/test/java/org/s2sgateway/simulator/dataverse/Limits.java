package org.s2sgateway.simulator.dataverse;

import java.time.Duration;

/**
 * The service protection limits of an environment, each per user (Microsoft, "Service protection API limits").
 *
 * @param requests per window
 * @param window that slides
 * @param executionTime of all requests of a window together
 * @param concurrent requests at a time
 * @param asDate whether {@code Retry-After} is a date and not seconds
 */
public record Limits(int requests, Duration window, Duration executionTime, int concurrent, boolean asDate) {

    /** The documented ones. */
    public static final Limits DOCUMENTED =
            new Limits(6_000, Duration.ofSeconds(300), Duration.ofMinutes(20), 52, false);

    public Limits {
        if (requests < 1 || concurrent < 1 || window.toMillis() < 1) {
            throw new IllegalArgumentException("a limit is at least 1");
        }
    }
}
