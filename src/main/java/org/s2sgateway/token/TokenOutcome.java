package org.s2sgateway.token;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.s2sgateway.diagnosis.Diagnosis;

/** What became of asking for a token. */
public sealed interface TokenOutcome {

    /** One of the functions is called, and its result is the result. */
    <T> T fold(
            Function<Issued, T> issued,
            Function<ConsentRequired, T> consentRequired,
            Function<Refused, T> refused,
            Function<Unavailable, T> unavailable);

    /** Why there is no token; empty where there is one. */
    default Optional<Diagnosis> failure() {
        return fold(
                issued -> Optional.empty(),
                consentRequired -> Optional.of(consentRequired.diagnosis()),
                refused -> Optional.of(refused.diagnosis()),
                unavailable -> Optional.of(unavailable.diagnosis()));
    }

    /** A token with at least a minute left. */
    record Issued(AccessToken token) implements TokenOutcome {
        @Override
        public <T> T fold(
                Function<Issued, T> issued,
                Function<ConsentRequired, T> consentRequired,
                Function<Refused, T> refused,
                Function<Unavailable, T> unavailable) {
            return issued.apply(this);
        }
    }

    /** The tenant has not consented to the application, or no longer does. */
    record ConsentRequired(Diagnosis diagnosis) implements TokenOutcome {
        @Override
        public <T> T fold(
                Function<Issued, T> issued,
                Function<ConsentRequired, T> consentRequired,
                Function<Refused, T> refused,
                Function<Unavailable, T> unavailable) {
            return consentRequired.apply(this);
        }
    }

    /** The identity provider said no, or gave a token that is not ours; trying again changes nothing. */
    record Refused(Diagnosis diagnosis) implements TokenOutcome {
        @Override
        public <T> T fold(
                Function<Issued, T> issued,
                Function<ConsentRequired, T> consentRequired,
                Function<Refused, T> refused,
                Function<Unavailable, T> unavailable) {
            return refused.apply(this);
        }
    }

    /**
     * No answer for now.
     *
     * @param retryAfter how long the identity provider wants to be left alone, where it said so
     */
    record Unavailable(Diagnosis diagnosis, Optional<Duration> retryAfter) implements TokenOutcome {
        @Override
        public <T> T fold(
                Function<Issued, T> issued,
                Function<ConsentRequired, T> consentRequired,
                Function<Refused, T> refused,
                Function<Unavailable, T> unavailable) {
            return unavailable.apply(this);
        }
    }
}
