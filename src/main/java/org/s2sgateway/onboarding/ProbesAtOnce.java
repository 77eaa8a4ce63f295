package org.s2sgateway.onboarding;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * How many strangers may have an environment asked at once. Apart from the checks of operators and of people who are
 * signed in, so that nobody can take those their places; and few for each host, so that one that hangs does not take all.
 * A few wait a moment for a place, which a host that answers soon has; no host has more of them than it leaves free for
 * the others. Thread-safe.
 */
@ApplicationScoped
public class ProbesAtOnce {

    static final int ALL = 16;
    static final int PER_HOST = 4;

    /** How many may be inside or waiting, half of them for one and the same host where there are no others. */
    static final int PRESENT = 64;

    static final int WAITING = PRESENT / 2;

    private static final Duration USUAL_PATIENCE = Duration.ofSeconds(2);

    private final Semaphore places = new Semaphore(ALL, true);
    private final Map<EnvironmentHost, Gate> gates = new HashMap<>();
    private final long patienceMillis;
    private int present;

    /** The places of one host, for as long as anybody has or wants one. */
    private static final class Gate {
        private final Semaphore places = new Semaphore(PER_HOST, true);
        private int callers;
    }

    public ProbesAtOnce() {
        this(USUAL_PATIENCE);
    }

    ProbesAtOnce(Duration patience) {
        this.patienceMillis = patience.toMillis();
    }

    /** Runs the probe; empty where no place becomes free in a moment. */
    <T> Optional<T> run(EnvironmentHost host, Supplier<T> probe) {
        return arrive(host).flatMap(gate -> {
            try {
                return served(gate, probe);
            } finally {
                go(host, gate);
            }
        });
    }

    /** How many are inside or waiting. */
    synchronized int present() {
        return present;
    }

    private <T> Optional<T> served(Gate gate, Supplier<T> probe) {
        boolean hostPlace = false;
        boolean place = false;
        try {
            hostPlace = gate.places.tryAcquire(patienceMillis, TimeUnit.MILLISECONDS);
            place = hostPlace && places.tryAcquire(patienceMillis, TimeUnit.MILLISECONDS);
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
        }
    }

    private synchronized Optional<Gate> arrive(EnvironmentHost host) {
        Gate gate = gates.getOrDefault(host, new Gate());
        if (gate.callers >= PRESENT - present) {
            return Optional.empty();
        }
        gates.put(host, gate);
        gate.callers++;
        present++;
        return Optional.of(gate);
    }

    private synchronized void go(EnvironmentHost host, Gate gate) {
        present--;
        gate.callers--;
        if (gate.callers == 0) {
            gates.remove(host);
        }
    }
}
