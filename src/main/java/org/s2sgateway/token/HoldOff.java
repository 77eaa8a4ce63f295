package org.s2sgateway.token;

import java.time.Duration;
import java.util.Optional;

/**
 * For how long a failure is repeated without asking again: 2 s after the first, doubled by each further one up to a
 * minute, and at least as long as the identity provider asks for, up to ten minutes.
 *
 * @param until epoch milliseconds
 */
record HoldOff(TokenOutcome outcome, int failures, long until) {

    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration LONGEST_ASKED_FOR = Duration.ofMinutes(10);

    static HoldOff of(TokenOutcome outcome, int failures, long now) {
        Duration own = FIRST.multipliedBy(1L << Math.min(failures - 1, 5));
        Duration asked = askedFor(outcome).orElse(Duration.ZERO);
        return new HoldOff(
                outcome,
                failures,
                now
                        + longer(shorter(own, LONGEST), shorter(asked, LONGEST_ASKED_FOR))
                                .toMillis());
    }

    boolean isOver(long now) {
        return now >= until;
    }

    /** Whether it is the identity provider that wants to be left alone. */
    boolean isAskedFor() {
        return askedFor(outcome).isPresent();
    }

    /** The failure as it is to be told now: whoever comes late has less left to wait. */
    TokenOutcome outcomeAt(long now) {
        return outcome instanceof TokenOutcome.Unavailable unavailable && isAskedFor()
                ? new TokenOutcome.Unavailable(unavailable.diagnosis(), Optional.of(Duration.ofMillis(until - now)))
                : outcome;
    }

    private static Optional<Duration> askedFor(TokenOutcome outcome) {
        return outcome.fold(
                issued -> Optional.empty(),
                consentRequired -> Optional.empty(),
                refused -> Optional.empty(),
                TokenOutcome.Unavailable::retryAfter);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
