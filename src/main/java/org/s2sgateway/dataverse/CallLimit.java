package org.s2sgateway.dataverse;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * How many calls may be under way at once. Each holds a thread of the server until it is answered: without a limit one
 * environment that hangs would take them all, and nobody else would be served, health checks included.
 *
 * <p>Nobody waits for a place. Thread-safe.
 */
@ApplicationScoped
public class CallLimit {

    /**
     * Below the 52 requests at once that Dataverse allows a user, which the application is ("Service protection API
     * limits", Microsoft Dataverse).
     */
    static final int PER_ENVIRONMENT = 48;

    /** Below the threads that the servers are configured with (server-config), so that some are left for other work. */
    static final int ALL = 160;

    private final Semaphore places = new Semaphore(ALL);
    private final ConcurrentMap<EnvironmentHost, Integer> underWay = new ConcurrentHashMap<>();

    /** A place for one call, to be left by closing it once; none when the limit is reached. */
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /** A place for a call to an environment, if one is free. */
    public Optional<Place> enter(EnvironmentHost host) {
        if (!places.tryAcquire()) {
            return Optional.empty();
        }
        if (underWay.merge(host, 1, Integer::sum) > PER_ENVIRONMENT) {
            leave(host);
            return Optional.empty();
        }
        return Optional.of(() -> leave(host));
    }

    private void leave(EnvironmentHost host) {
        underWay.computeIfPresent(host, (same, calls) -> calls == 1 ? null : calls - 1);
        places.release();
    }
}
