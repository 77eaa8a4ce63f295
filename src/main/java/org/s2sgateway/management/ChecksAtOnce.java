package org.s2sgateway.management;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

/**
 * How many runs of the readiness ladder may be under way. Each waits for hosts that may never answer, and holds a thread
 * of the server meanwhile. Nobody waits for a place. Thread-safe.
 */
@ApplicationScoped
public class ChecksAtOnce {

    static final int ALL = 32;

    private final Semaphore places = new Semaphore(ALL);

    /** Runs the check, or refuses with 503 at once. */
    <T> T run(Supplier<T> check) {
        if (!places.tryAcquire()) {
            throw new Refusal(
                            ProblemType.BUSY,
                            "As many checks of environments are under way as this gateway allows; try again.")
                    .withHeader("Retry-After", "5");
        }
        try {
            return check.get();
        } finally {
            places.release();
        }
    }
}
