package org.s2sgateway.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** What a bearer token turned out to be. */
sealed interface Verdict {

    /**
     * Genuine, of an accepted issuer, for this API and in its time.
     *
     * @param expiry when the token ends
     */
    record Accepted(Caller caller, Instant expiry) implements Verdict {}

    /**
     * Not good here.
     *
     * @param reason continues "The token ...", and holds nothing that the token says
     */
    record Rejected(String reason) implements Verdict {}

    /** Could not be judged, because the issuer's keys cannot be read now; it may well be good. */
    record KeysUnavailable(Duration retryAfter) implements Verdict {}

    default <T> T fold(
            Function<Accepted, T> accepted, Function<Rejected, T> rejected, Function<KeysUnavailable, T> unavailable) {
        if (this instanceof Accepted it) {
            return accepted.apply(it);
        }
        if (this instanceof Rejected it) {
            return rejected.apply(it);
        }
        return unavailable.apply((KeysUnavailable) this);
    }
}
