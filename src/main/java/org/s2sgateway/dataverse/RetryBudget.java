package org.s2sgateway.dataverse;

import java.util.concurrent.TimeUnit;

/**
 * How many retries an environment is worth: ten, and one more for every five calls or every ten seconds. An environment
 * that fails every call is asked a fifth more often than it was called, not several times as often.
 *
 * <p>Not thread-safe: its gate guards it.
 */
final class RetryBudget {

    private static final double MOST = 10;
    private static final double PER_CALL = 0.2;
    private static final double PER_NANOSECOND = 0.1 / TimeUnit.SECONDS.toNanos(1);

    private double left = MOST;
    private long filledAt;

    RetryBudget(long now) {
        filledAt = now;
    }

    void called(long now) {
        fill(now);
        left = Math.min(MOST, left + PER_CALL);
    }

    boolean take(long now) {
        fill(now);
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }

    boolean isFull(long now) {
        fill(now);
        return left >= MOST;
    }

    private void fill(long now) {
        left = Math.min(MOST, left + (now - filledAt) * PER_NANOSECOND);
        filledAt = now;
    }
}
