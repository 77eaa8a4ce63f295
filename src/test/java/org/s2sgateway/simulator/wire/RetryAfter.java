package org.s2sgateway.simulator.wire;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes {@code Retry-After} in its two forms (RFC 9110 section 10.2.3). */
public final class RetryAfter {

    /** Two digits for the day, which RFC_1123_DATE_TIME does not give. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private RetryAfter() {}

    /** Whole seconds, rounded up, or the date after them. */
    public static String header(Duration wait, boolean asDate) {
        long seconds = wait.plusMillis(999).toSeconds();
        return asDate ? DATE.format(Instant.now().plusSeconds(seconds)) : String.valueOf(seconds);
    }
}
