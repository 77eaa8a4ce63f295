package org.s2sgateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what somebody tries, minute by minute: a minute begins with the first attempt and is forgotten when it is over. Of
 * at most 100,000 at a time; whoever makes up more loses count of those that came once before that of those that come
 * again and again. Thread-safe.
 */
final class Attempts {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST = 100_000;

    private final int limit;
    private final Clock clock;
    private final Cache<String, Minute> minutes;

    /** @param limit how many attempts in a minute are not too many */
    Attempts(int limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
        // Housekeeping in the calling thread: the common pool has no business in a container.
        minutes = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(MINUTE)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    private record Minute(Instant begin, AtomicInteger attempts) {}

    /** One more; where that is one too many, how long it will be until the next may be made. */
    Optional<Duration> count(String who) {
        Minute minute = minutes.get(who, unknown -> new Minute(clock.instant(), new AtomicInteger()));
        if (minute.attempts().incrementAndGet() <= limit) {
            return Optional.empty();
        }
        Duration left = Duration.between(clock.instant(), minute.begin().plus(MINUTE));
        return Optional.of(left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left);
    }

    /** Of how many it holds a count. */
    long remembered() {
        minutes.cleanUp();
        return minutes.estimatedSize();
    }
}
