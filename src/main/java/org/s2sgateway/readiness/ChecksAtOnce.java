package org.s2sgateway.readiness;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * How many looks at environments may be under way. Each waits for hosts that may never answer, and holds a thread of the
 * server meanwhile. Nobody waits for a place. Thread-safe.
 */
@ApplicationScoped
public class ChecksAtOnce {

    static final int ALL = 16;

    /** What people at browsers may have under way; apart from the others, so that no customer takes an operator's places. */
    static final int PEOPLE = 16;

    private final Semaphore places = new Semaphore(ALL);
    private final Semaphore peoplesPlaces = new Semaphore(PEOPLE);

    /** Runs an operator's check; empty, at once, where as many as are allowed are under way. */
    public <T> Optional<T> run(Supplier<T> check) {
        return run(places, check);
    }

    /** The same for somebody at a browser. */
    public <T> Optional<T> runForPerson(Supplier<T> check) {
        return run(peoplesPlaces, check);
    }

    private static <T> Optional<T> run(Semaphore places, Supplier<T> check) {
        if (!places.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return Optional.of(check.get());
        } finally {
            places.release();
        }
    }
}
