package org.s2sgateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * Remembers good tokens for half a minute, since a consumer sends the same one with each of its calls for an hour. None
 * is remembered beyond its own end, and a key that its issuer withdraws counts for less than half a minute longer than
 * {@link IssuerKeys} says. Tokens that were not good are judged anew: whoever sends those fills no memory.
 *
 * <p>Kept are hashes and no tokens. Thread-safe.
 */
final class JudgedTokens {

    private static final Duration REMEMBERED = Duration.ofSeconds(30);
    private static final int MOST = 10_000;

    private final Function<String, Verdict> judge;
    private final Clock clock;
    private final Cache<ByteBuffer, Remembered> good;

    /** @param judge where tokens go that are not remembered */
    JudgedTokens(Function<String, Verdict> judge, Clock clock) {
        this.judge = judge;
        this.clock = clock;
        // Housekeeping in the calling thread: the common pool has no business in a container.
        good = Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();
    }

    private record Remembered(Verdict.Accepted verdict, Instant until) {}

    Verdict judge(String token) {
        Instant now = clock.instant();
        ByteBuffer hash = ByteBuffer.wrap(Browser.sha256(token));
        Remembered remembered = good.getIfPresent(hash);
        if (remembered != null && now.isBefore(remembered.until())) {
            return remembered.verdict();
        }
        Verdict verdict = judge.apply(token);
        if (verdict instanceof Verdict.Accepted accepted) {
            good.put(hash, new Remembered(accepted, earlier(now.plus(REMEMBERED), accepted.expiry())));
        }
        return verdict;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
