package org.s2sgateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Counts what somebody tries, or is given, minute by minute: a minute begins with the first attempt and is forgotten when it
 * is over. Of at most 100,000 at a time; whoever makes up more loses count of those that came once before that of those that
 * come again and again. Thread-safe.
 */
public final class Attempts {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST = 100_000;

    private final int limit;
    private final LongSupplier time;
    private final Cache<String, Minute> minutes;

    /**
     * Counts from nothing.
     *
     * @param limit how many attempts in a minute are not too many
     * @param time nanoseconds since some moment, which nobody sets back
     */
    public Attempts(int limit, LongSupplier time) {
        this.limit = limit;
        this.time = time;
        // Housekeeping in the calling thread: the common pool has no business in a container.
        minutes = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(MINUTE)
                .ticker(time::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    private record Minute(long begin, AtomicInteger attempts) {

        /** In nanoseconds. */
        long left(long now) {
            return begin + MINUTE.toNanos() - now;
        }
    }

    /**
     * One more; where that is one too many, after how many whole seconds the next may be made, as {@code Retry-After} has it:
     * not before the minute is over, and within a second of that.
     */
    public OptionalLong count(String who) {
        Minute minute = minute(who);
        if (minute.attempts().incrementAndGet() <= limit) {
            return OptionalLong.empty();
        }
        long left = Math.max(1, minute.left(time.getAsLong()));
        return OptionalLong.of(Duration.ofNanos(left).plusNanos(999_999_999).toSeconds());
    }

    // The cache may forget a minute a moment after its end, since it was put there a moment after its beginning.
    private Minute minute(String who) {
        long now = time.getAsLong();
        Minute known = minutes.get(who, unknown -> new Minute(now, new AtomicInteger()));
        if (known.left(now) > 0) {
            return known;
        }
        minutes.asMap().remove(who, known);
        return minutes.get(who, unknown -> new Minute(now, new AtomicInteger()));
    }

    /** Of how many it holds a count. */
    long remembered() {
        minutes.cleanUp();
        return minutes.estimatedSize();
    }
}
