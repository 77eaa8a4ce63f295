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

    static final int ALL = 32;

    private final Semaphore places = new Semaphore(ALL);

    /** Runs the check; empty, at once, where as many as are allowed are under way. */
    public <T> Optional<T> run(Supplier<T> check) {
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
