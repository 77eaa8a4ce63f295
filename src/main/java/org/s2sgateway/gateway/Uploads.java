package org.s2sgateway.gateway;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * How many large bodies flow at once. Each holds a thread of the server until it has been read: without a limit those for
 * one environment that hangs would take them all. Thread-safe.
 */
final class Uploads {

    static final int PER_ENVIRONMENT = 48;

    /** Well below the threads that the servers are configured with (server-config). */
    static final int ALL = 128;

    private final AtomicInteger all = new AtomicInteger();
    private final ConcurrentMap<EnvironmentHost, Integer> each = new ConcurrentHashMap<>();

    /** Whether there is a place for one more; then it has to be left. */
    boolean enter(EnvironmentHost host) {
        if (all.incrementAndGet() > ALL) {
            all.decrementAndGet();
            return false;
        }
        if (each.merge(host, 1, Integer::sum) > PER_ENVIRONMENT) {
            leave(host);
            return false;
        }
        return true;
    }

    void leave(EnvironmentHost host) {
        all.decrementAndGet();
        each.computeIfPresent(host, (same, number) -> number == 1 ? null : number - 1);
    }
}
