package org.s2sgateway.dataverse;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * How many calls may be under way at once. Each holds a thread of the server until it is answered: without a limit one
 * environment that hangs would take them all, and nobody else would be served, health checks included.
 *
 * <p>Where an environment has no place left, a few callers wait a moment for one, the first come first; all others are
 * told at once. Thread-safe.
 */
@ApplicationScoped
public class CallLimit {

    /**
     * Below the 52 requests at once that Dataverse allows a user, which the application is ("Service protection API
     * limits", Microsoft Dataverse).
     */
    static final int PER_ENVIRONMENT = 48;

    /** With those that wait still below the threads that the servers are configured with (server-config). */
    static final int ALL = 160;

    static final int WAITING = 64;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Semaphore places = new Semaphore(ALL);
    private final Semaphore waitingRoom = new Semaphore(WAITING);
    private final ConcurrentMap<EnvironmentHost, Gate> gates = new ConcurrentHashMap<>();

    /** The places of one environment, for as long as anybody has or wants one. */
    private static final class Gate {
        private final Semaphore places = new Semaphore(PER_ENVIRONMENT, true);
        private int callers;
    }

    /** A place for one call, to be left by closing it once. */
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /** A place for a call to an environment, if one is free or becomes free in a moment. */
    public Optional<Place> enter(EnvironmentHost host) {
        Gate gate = arrive(host);
        if (!passes(gate)) {
            go(host);
            return Optional.empty();
        }
        if (!places.tryAcquire()) {
            gate.places.release();
            go(host);
            return Optional.empty();
        }
        return Optional.of(() -> {
            places.release();
            gate.places.release();
            go(host);
        });
    }

    private boolean passes(Gate gate) {
        try {
            return gate.places.tryAcquire(0, TimeUnit.SECONDS) || waits(gate);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean waits(Gate gate) throws InterruptedException {
        if (!waitingRoom.tryAcquire()) {
            return false;
        }
        try {
            return gate.places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            waitingRoom.release();
        }
    }

    private Gate arrive(EnvironmentHost host) {
        return gates.compute(host, (same, known) -> {
            Gate gate = known == null ? new Gate() : known;
            gate.callers++;
            return gate;
        });
    }

    private void go(EnvironmentHost host) {
        gates.computeIfPresent(host, (same, gate) -> --gate.callers == 0 ? null : gate);
    }
}
