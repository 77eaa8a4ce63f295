package org.s2sgateway.onboarding;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * How many strangers may have an environment asked at once. Apart from the checks of operators and of people who are
 * signed in, so that nobody can take those their places; and few for each host, so that one that hangs does not take all.
 * A few wait a moment for a place, which a host that answers soon has. Thread-safe.
 */
@ApplicationScoped
public class ProbesAtOnce {

    static final int ALL = 16;
    static final int PER_HOST = 4;
    static final int WAITING = 32;

    private static final long PATIENCE_MILLIS = 2_000;

    private final Semaphore places = new Semaphore(ALL, true);
    private final Semaphore waitingRoom = new Semaphore(WAITING);
    private final Map<EnvironmentHost, Gate> gates = new ConcurrentHashMap<>();

    /** The places of one host, for as long as anybody has or wants one. */
    private static final class Gate {
        private final Semaphore places = new Semaphore(PER_HOST, true);
        private int callers;
    }

    /** Runs the probe; empty where no place becomes free in a moment. */
    <T> Optional<T> run(EnvironmentHost host, Supplier<T> probe) {
        if (!waitingRoom.tryAcquire()) {
            return Optional.empty();
        }
        Gate gate = arrive(host);
        boolean hostPlace = false;
        boolean place = false;
        try {
            hostPlace = gate.places.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            place = hostPlace && places.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            return place ? Optional.of(probe.get()) : Optional.empty();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            if (place) {
                places.release();
            }
            if (hostPlace) {
                gate.places.release();
            }
            go(host);
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
