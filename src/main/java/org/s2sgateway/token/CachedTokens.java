package org.s2sgateway.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.diagnosis.Dictionary;

/**
 * Tokens by tenant and environment in front of something slow that gets them: bounded memory, one flight per key, early
 * renewal, and a pause after failures.
 *
 * <p>Thread-safe.
 */
final class CachedTokens {

    private static final long MAX_ENTRIES = 20_000;
    private static final Duration FAILURES_REMEMBERED = Duration.ofMinutes(15);
    private static final Duration BETWEEN_FORCED_RENEWALS = Duration.ofSeconds(30);

    private final Function<TokenKey, TokenOutcome> source;
    private final Clock clock;
    private final Executor refreshing;
    private final Executor flying;
    private final Cache<TokenKey, CachedToken> tokens;
    private final Cache<TokenKey, HoldOff> holdOffs;
    private final Cache<TokenKey, Boolean> forcedRenewals;
    private final ConcurrentMap<TokenKey, CompletableFuture<TokenOutcome>> flights = new ConcurrentHashMap<>();

    /**
     * A cache in front of a source.
     *
     * @param refreshing runs renewals that nobody waits for, and may drop them
     * @param flying runs what callers wait for without a thread, and may reject it
     */
    CachedTokens(Function<TokenKey, TokenOutcome> source, Clock clock, Executor refreshing, Executor flying) {
        this.source = source;
        this.clock = clock;
        this.refreshing = refreshing;
        this.flying = flying;
        tokens = bounded(clock).expireAfter(Expiry.creating(this::usableFor)).build();
        holdOffs = bounded(clock).expireAfterWrite(FAILURES_REMEMBERED).build();
        forcedRenewals =
                bounded(clock).expireAfterWrite(BETWEEN_FORCED_RENEWALS).build();
    }

    private static Caffeine<Object, Object> bounded(Clock clock) {
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        // Housekeeping in the calling thread: the common pool has no business in a container.
        return Caffeine.newBuilder().maximumSize(MAX_ENTRIES).ticker(ticker).executor(Runnable::run);
    }

    private Duration usableFor(TokenKey key, CachedToken token) {
        return Duration.ofMillis(Math.max(0, token.usableUntil() - clock.millis()));
    }

    TokenOutcome token(TokenKey key) {
        @Nullable CachedToken cached = usable(key);
        return cached == null ? known(key).orElseGet(() -> fly(key, () -> known(key))) : cached.outcome();
    }

    /** The same for a caller that does not wait: done already where the token is known. */
    CompletionStage<TokenOutcome> tokenLater(TokenKey key) {
        @Nullable CachedToken cached = usable(key);
        if (cached != null) {
            return cached.stage();
        }
        Optional<TokenOutcome> known = known(key);
        return known.isPresent() ? CompletableFuture.completedStage(known.get()) : flyLater(key);
    }

    private @Nullable CachedToken usable(TokenKey key) {
        long now = clock.millis();
        @Nullable CachedToken cached = tokens.getIfPresent(key);
        if (cached == null || !cached.isUsable(now)) {
            return null;
        }
        if (cached.claimsRefresh(now)) {
            refreshing.execute(() -> refresh(key, cached));
        }
        return cached;
    }

    void forget(TokenKey key) {
        tokens.invalidate(key);
        holdOffs.asMap().computeIfPresent(key, (same, holdOff) -> holdOff.isAskedFor() ? holdOff : null);
    }

    boolean forget(TokenKey key, AccessToken stale) {
        // In one step: of all who hold the stale token only the first may be the one who uses up the renewal.
        @Nullable
        CachedToken left = tokens.asMap()
                .computeIfPresent(
                        key,
                        (same, cached) -> cached.token().equals(stale)
                                        && forcedRenewals.asMap().putIfAbsent(key, true) == null
                                ? null
                                : cached);
        return left == null || !left.token().equals(stale);
    }

    /** What can be said without a flight. */
    private Optional<TokenOutcome> known(TokenKey key) {
        @Nullable CachedToken cached = tokens.getIfPresent(key);
        return cached != null && cached.isUsable(clock.millis()) ? Optional.of(cached.outcome()) : heldOff(key);
    }

    private Optional<TokenOutcome> heldOff(TokenKey key) {
        long now = clock.millis();
        return Optional.ofNullable(holdOffs.getIfPresent(key))
                .filter(holdOff -> !holdOff.isOver(now))
                .map(holdOff -> holdOff.outcomeAt(now));
    }

    private void refresh(TokenKey key, CachedToken old) {
        fly(key, () -> tokens.getIfPresent(key) == old ? heldOff(key) : known(key));
    }

    /**
     * Goes and gets the outcome, or waits for who is already on the way.
     *
     * @param landed asked once more right before taking off: the last flight may have landed between the caller's look
     *     into the cache and now
     */
    private TokenOutcome fly(TokenKey key, Supplier<Optional<TokenOutcome>> landed) {
        CompletableFuture<TokenOutcome> flight = new CompletableFuture<>();
        @Nullable CompletableFuture<TokenOutcome> other = flights.putIfAbsent(key, flight);
        if (other != null) {
            return other.join();
        }
        travel(key, flight, landed);
        try {
            return flight.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException unexpected ? unexpected : failed;
        }
    }

    private CompletionStage<TokenOutcome> flyLater(TokenKey key) {
        CompletableFuture<TokenOutcome> flight = new CompletableFuture<>();
        @Nullable CompletableFuture<TokenOutcome> other = flights.putIfAbsent(key, flight);
        if (other != null) {
            return other;
        }
        try {
            flying.execute(() -> travel(key, flight, () -> known(key)));
        } catch (RejectedExecutionException full) {
            flights.remove(key, flight);
            flight.complete(
                    new TokenOutcome.Unavailable(Dictionary.diagnose("S2S.Busy"), Optional.of(Duration.ofSeconds(1))));
        }
        return flight;
    }

    private void travel(TokenKey key, CompletableFuture<TokenOutcome> flight, Supplier<Optional<TokenOutcome>> landed) {
        try {
            TokenOutcome outcome = landed.get().orElseGet(() -> remember(key, source.apply(key)));
            // Before who waits is told, which takes a while and may lead back here.
            flights.remove(key, flight);
            flight.complete(outcome);
        } catch (RuntimeException | Error unexpected) {
            flights.remove(key, flight);
            flight.completeExceptionally(unexpected);
        }
    }

    private TokenOutcome remember(TokenKey key, TokenOutcome outcome) {
        if (outcome instanceof TokenOutcome.Issued issued) {
            tokens.put(key, new CachedToken(issued, clock.instant()));
            holdOffs.invalidate(key);
        } else {
            holdOffs.asMap()
                    .compute(
                            key,
                            (same, last) ->
                                    HoldOff.of(outcome, last == null ? 1 : last.failures() + 1, clock.millis()));
        }
        return outcome;
    }
}
