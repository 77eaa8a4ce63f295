package org.s2sgateway.dataverse;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.s2sgateway.token.RetryAfter;

/**
 * How long Dataverse asks to be left alone. {@code Retry-After} comes in seconds or as a date (RFC 9110 section 10.2.3),
 * behind front ends several times over, as a list, or negative; the longest of what can be read counts.
 */
final class AskedToWait {

    private static final Duration ABSURD = Duration.ofHours(1);

    private AskedToWait() {}

    /** The wait, from nothing to an hour; empty where none is asked for in a form that can be read. */
    static Optional<Duration> of(List<String> retryAfter, Instant now) {
        return retryAfter.stream()
                .flatMap(value -> waits(value.strip(), now))
                .max(Duration::compareTo)
                .map(wait -> wait.compareTo(ABSURD) > 0 ? ABSURD : wait);
    }

    private static Stream<Duration> waits(String value, Instant now) {
        Optional<Duration> whole = one(value, now);
        if (whole.isPresent() || value.indexOf(',') < 0) {
            return whole.stream();
        }
        // A date has a comma of its own, behind the day's name.
        String[] parts = value.split(",", -1);
        Stream.Builder<Duration> waits = Stream.builder();
        for (int i = 0; i < parts.length; i++) {
            Optional<Duration> part = one(parts[i].strip(), now);
            if (part.isEmpty() && i + 1 < parts.length) {
                part = one(parts[i].strip() + "," + parts[i + 1], now);
            }
            part.ifPresent(waits::add);
        }
        return waits.build();
    }

    private static Optional<Duration> one(String text, Instant now) {
        if (text.length() > 1 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            // Longer than any number of seconds that means something.
            return Optional.of(text.length() > 9 ? ABSURD : Duration.ofSeconds(Long.parseLong(text)));
        }
        boolean negative = text.length() > 1
                && text.charAt(0) == '-'
                && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
        return negative ? Optional.of(Duration.ZERO) : RetryAfter.parse(text, now);
    }
}
