package org.s2sgateway.identity;

import java.util.Optional;
import org.s2sgateway.settings.Settings;

/**
 * How much a stranger, and a consumer that is refused, may try. Source: {@code s2s.limits.*}, docs/access.md.
 *
 * @param attemptsPerAddress how often in a minute an address may be refused for want of a good token, begin something on the
 *     pages, or come back from a sign-in or a consent
 * @param refusalsPerConsumer how often in a minute a consumer may be refused what it is not permitted
 */
public record LimitsConfig(int attemptsPerAddress, int refusalsPerConsumer) {

    /** Reads {@code s2s.limits.*}; empty where one of the keys is wrong. */
    public static Optional<LimitsConfig> from(Settings settings) {
        Optional<Integer> attempts = settings.find("s2s.limits.attempts-per-address", "120", LimitsConfig::number);
        Optional<Integer> refusals = settings.find("s2s.limits.refusals-per-consumer", "600", LimitsConfig::number);
        return attempts.flatMap(address -> refusals.map(consumer -> new LimitsConfig(address, consumer)));
    }

    private static int number(String text) {
        int number = Integer.parseInt(text);
        if (number < 1) {
            throw new IllegalArgumentException("has to be a number per minute, 1 or more");
        }
        return number;
    }
}
