package org.s2sgateway.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * So many calls of a consumer in a span of time, which begins with the first of them. Of the ten thousand that called
 * last it is known. Thread-safe.
 */
final class CallRate {

    private static final int MOST_KNOWN = 10_000;

    private final int most;
    private final long span;
    private final Cache<String, Span> spans = Caffeine.newBuilder()
            .maximumSize(MOST_KNOWN)
            .executor(Runnable::run)
            .build();

    private record Span(long began, int calls) {}

    CallRate(int most, Duration span) {
        this.most = most;
        this.span = span.toNanos();
    }

    /** Counts a call; after how many seconds the next one is worth a try, where this one is too many. */
    OptionalLong take(String consumer, long now) {
        Span counted = spans.asMap()
                .merge(
                        consumer,
                        new Span(now, 1),
                        (known, first) -> now - known.began() >= span
                                ? first
                                : new Span(known.began(), Math.min(known.calls(), most) + 1));
        return counted.calls() <= most
                ? OptionalLong.empty()
                : OptionalLong.of(
                        1 + Duration.ofNanos(counted.began() + span - now).toSeconds());
    }
}
