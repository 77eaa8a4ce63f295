package org.s2sgateway.gateway;

import java.time.Duration;
import java.util.Optional;
import org.s2sgateway.diagnosis.Diagnosis;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.token.TokenOutcome;

/** How a consumer is told that there is no token for the environment it wants. */
final class TokenRefusals {

    private TokenRefusals() {}

    /** The refusal that says whose turn it is. */
    static Refusal of(TokenOutcome outcome) {
        return outcome.fold(
                issued -> {
                    throw new IllegalArgumentException("There is a token");
                },
                consent -> new Refusal(
                        ProblemType.CONSENT_REQUIRED, consent.diagnosis().inWords()),
                refused -> new Refusal(
                        ProblemType.TOKEN_REFUSED, refused.diagnosis().inWords()),
                unavailable -> unavailable(unavailable.diagnosis(), unavailable.retryAfter()));
    }

    private static Refusal unavailable(Diagnosis diagnosis, Optional<Duration> retryAfter) {
        Refusal refusal = new Refusal(type(diagnosis, retryAfter), diagnosis.inWords());
        retryAfter.ifPresent(wait -> refusal.withHeader("Retry-After", Long.toString(wait.toSeconds())));
        return refusal;
    }

    private static ProblemType type(Diagnosis diagnosis, Optional<Duration> retryAfter) {
        if (diagnosis.code().equals("S2S.IdentityProviderTimeout")) {
            return ProblemType.TIMEOUT;
        }
        return retryAfter.isPresent() ? ProblemType.BUSY : ProblemType.TOKEN_REFUSED;
    }
}
