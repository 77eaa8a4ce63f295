package org.s2sgateway.gateway;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.s2sgateway.problem.Refusal;

/**
 * How many small bodies may be arriving at once. Each holds a thread of the server until it is there: without a limit a
 * consumer that sends an octet now and then would take them all, health's too. Who finds no place waits a moment for
 * one, and few wait, because they hold threads as well. Thread-safe.
 */
final class Arrivals {

    /** Below the threads that the servers are configured with (server-config). */
    static final int ALL = 160;

    static final int PER_CONSUMER = 96;

    /** How many may be arriving or waiting. */
    static final int ALL_PRESENT = ALL + 96;

    /** Together with all {@link Uploads} still below the threads of the servers, so that no single consumer has them all. */
    static final int PRESENT_PER_CONSUMER = PER_CONSUMER + 96;

    private static final Duration USUAL_PATIENCE = Duration.ofSeconds(1);

    private final Semaphore places = new Semaphore(ALL, true);
    private final Map<String, Gate> gates = new HashMap<>();
    private final long patience;
    private int present;

    /** The places of one consumer, for as long as it has or wants one. */
    private static final class Gate {
        private final Semaphore places = new Semaphore(PER_CONSUMER, true);
        private int bodies;
    }

    Arrivals() {
        this(USUAL_PATIENCE);
    }

    Arrivals(Duration patience) {
        this.patience = patience.toNanos();
    }

    /**
     * Reads the body, in a place where that may have to wait for the consumer.
     *
     * @throws Refusal where none becomes free in a moment (503); then nothing was read
     */
    <T> T read(String consumer, IncomingBody body, Supplier<T> reading) {
        if (body.isThere()) {
            return reading.get();
        }
        Gate gate = arrive(consumer);
        try {
            return placed(consumer, gate, reading);
        } finally {
            go(consumer, gate);
        }
    }

    /** How many are arriving or waiting. */
    synchronized int present() {
        return present;
    }

    private <T> T placed(String consumer, Gate gate, Supplier<T> reading) {
        long end = System.nanoTime() + patience;
        boolean own = false;
        boolean place = false;
        try {
            own = gate.places.tryAcquire(patience, TimeUnit.NANOSECONDS);
            place = own && places.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (!place) {
                throw busy(consumer);
            }
            return reading.get();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw busy(consumer);
        } finally {
            if (place) {
                places.release();
            }
            if (own) {
                gate.places.release();
            }
        }
    }

    private synchronized Gate arrive(String consumer) {
        Gate gate = gates.getOrDefault(consumer, new Gate());
        if (present >= ALL_PRESENT || gate.bodies >= PRESENT_PER_CONSUMER) {
            throw busy(consumer);
        }
        gates.put(consumer, gate);
        gate.bodies++;
        present++;
        return gate;
    }

    private synchronized void go(String consumer, Gate gate) {
        present--;
        gate.bodies--;
        if (gate.bodies == 0) {
            gates.remove(consumer);
        }
    }

    private static Refusal busy(String consumer) {
        return Forwarding.busy("As many small bodies are still arriving as this gateway allows at a time, from "
                + consumer + " or altogether.");
    }
}
