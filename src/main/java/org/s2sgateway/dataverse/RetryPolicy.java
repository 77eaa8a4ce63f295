package org.s2sgateway.dataverse;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/**
 * Whether a request that came to nothing is sent again, and when. Nothing is sent twice that could have been carried
 * out: what reads is repeated on 429, 502, 503, 504 and lost connections; anything else only on 429, which Dataverse
 * says before it does anything, and where no connection came about. A body that streamed through cannot be repeated.
 *
 * <p>Waits follow {@code Retry-After}; without it they are random between nothing and a bound that doubles (full
 * jitter). What would not fit into the deadline is not tried: the answer goes to the consumer as it is.
 *
 * <p>Thread-safe. Source: "Service protection API limits" (Microsoft Dataverse).
 */
public final class RetryPolicy {

    /** Many: each waits for as long as Dataverse asks, so that they are no burden, and the deadline ends them. */
    private static final int MOST_AFTER_THROTTLING = 10;

    private static final int MOST_AFTER_FAILURE = 3;

    private static final long FIRST_BOUND = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long LAST_BOUND = TimeUnit.SECONDS.toNanos(10);
    private static final Duration WITHOUT_RETRY_AFTER = Duration.ofSeconds(2);

    private final DoubleSupplier random;

    /** The policy with real randomness. */
    public RetryPolicy() {
        this(() -> ThreadLocalRandom.current().nextDouble());
    }

    RetryPolicy(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * How many nanoseconds after now to send the request once more; empty where that must not be, or makes no sense.
     *
     * @param retries how many there were
     * @param budget gives leave for one retry after a failure; not asked where there will be none
     */
    public OptionalLong after(
            UpstreamOutcome outcome, UpstreamRequest request, int retries, Deadline deadline, BooleanSupplier budget) {
        if (!request.isReplayable()) {
            return OptionalLong.empty();
        }
        if (outcome instanceof UpstreamOutcome.Answered answered) {
            return afterAnswer(answered.answer(), request.reads(), retries, deadline, budget);
        }
        boolean again = outcome instanceof UpstreamOutcome.Failed failed && (request.reads() || !failed.sent());
        return again ? afterFailure(0, retries, deadline, budget) : OptionalLong.empty();
    }

    private OptionalLong afterAnswer(
            UpstreamAnswer answer, boolean reads, int retries, Deadline deadline, BooleanSupplier budget) {
        if (answer.isThrottled()) {
            long wait =
                    answer.retryAfter(Instant.now()).orElse(WITHOUT_RETRY_AFTER).toNanos();
            return retries < MOST_AFTER_THROTTLING && deadline.allows(wait)
                    ? OptionalLong.of(wait)
                    : OptionalLong.empty();
        }
        boolean passing = answer.status() == 502 || answer.status() == 503 || answer.status() == 504;
        if (!passing || !reads) {
            return OptionalLong.empty();
        }
        long asked = answer.retryAfter(Instant.now()).orElse(Duration.ZERO).toNanos();
        return afterFailure(asked, retries, deadline, budget);
    }

    private OptionalLong afterFailure(long asked, int retries, Deadline deadline, BooleanSupplier budget) {
        long bound = Math.min(LAST_BOUND, FIRST_BOUND << Math.min(retries, 10));
        long wait = asked + (long) (random.getAsDouble() * bound);
        return retries < MOST_AFTER_FAILURE && deadline.allows(wait) && budget.getAsBoolean()
                ? OptionalLong.of(wait)
                : OptionalLong.empty();
    }
}
