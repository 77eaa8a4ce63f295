package org.s2sgateway.token;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** A token in the cache and when it has to be renewed. Times are epoch milliseconds: this is the hot path. */
final class CachedToken {

    private static final long LAST_MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long REFRESH_AT_MOST_BEFORE = Duration.ofMinutes(10).toMillis();
    private static final long BETWEEN_REFRESHES = Duration.ofSeconds(30).toMillis();

    private final TokenOutcome.Issued outcome;
    private final CompletionStage<TokenOutcome> stage;
    private final long usableUntil;
    private final AtomicLong refreshFrom;

    CachedToken(TokenOutcome.Issued outcome, Instant now) {
        this.outcome = outcome;
        // Made once and handed out to thousands of calls.
        stage = CompletableFuture.completedStage(outcome);
        long end = outcome.token().expiresAt().toEpochMilli();
        long life = end - now.toEpochMilli();
        usableUntil = end - LAST_MINUTE;
        // A fifth of its life, so that a token of a few minutes is not renewed all the time.
        refreshFrom = new AtomicLong(end - Math.min(REFRESH_AT_MOST_BEFORE, life / 5));
    }

    TokenOutcome outcome() {
        return outcome;
    }

    CompletionStage<TokenOutcome> stage() {
        return stage;
    }

    AccessToken token() {
        return outcome.token();
    }

    boolean isUsable(long now) {
        return now < usableUntil;
    }

    long usableUntil() {
        return usableUntil;
    }

    /** Whether the caller is the one who has to renew it; true for one caller in 30 s, in case renewing fails. */
    boolean claimsRefresh(long now) {
        long from = refreshFrom.get();
        return now >= from && refreshFrom.compareAndSet(from, now + BETWEEN_REFRESHES);
    }
}
