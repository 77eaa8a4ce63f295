package org.s2sgateway.isolation;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the suite below the limits of the gateway, beyond which it says 429 in place of what is to be seen.
 * Thread-safe.
 */
final class Pace {

    private static final int TOKENS_A_MINUTE = 30;

    private final Deployment.Limits limits;
    private final Clock clock;
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    Pace(Deployment.Limits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** For not being permitted. */
    boolean mayBeRefused(Consumer consumer) {
        return take("refused " + consumer.clientId(), limits.refusalsPerConsumer());
    }

    /** Without a good token. */
    boolean mayAttempt() {
        return take("attempts", limits.attemptsPerAddress());
    }

    boolean mayBeHandedAToken(Consumer consumer) {
        return take("token " + consumer.clientId(), TOKENS_A_MINUTE);
    }

    // The gateway's minutes begin at other times: half of its limit in each of ours never makes more than it allows.
    private boolean take(String what, int most) {
        long minute = clock.instant().getEpochSecond() / 60;
        return counts.merge(minute + " " + what, 1, Integer::sum) <= most / 2;
    }
}
