package org.s2sgateway.token;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.diagnosis.Diagnosis;
import org.s2sgateway.registration.Credential;
import org.s2sgateway.registration.Registration;

/**
 * Asks with the credential that worked last and with the other one if that is refused for its own sake. Such a refusal
 * is the same for all tenants: while no credential works, one request in ten seconds is enough to notice when one does.
 *
 * <p>Thread-safe.
 */
final class CredentialRotation {

    private static final Logger LOG = Logger.getLogger(CredentialRotation.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** No credential was accepted, and for how long (epoch milliseconds) that answers for everybody. */
    private record AllRefused(TokenOutcome outcome, long until) {}

    private final List<Credential> credentials;
    private final TokenEndpoint endpoint;
    private final Clock clock;
    private volatile Credential preferred;
    private volatile @Nullable AllRefused allRefused;

    CredentialRotation(Registration registration, TokenEndpoint endpoint, Clock clock) {
        credentials = Stream.concat(Stream.of(registration.credential()), registration.next().stream())
                .toList();
        preferred = registration.credential();
        this.endpoint = endpoint;
        this.clock = clock;
    }

    TokenOutcome acquire(TokenKey key) {
        AllRefused known = allRefused;
        if (known != null && clock.millis() < known.until()) {
            return known.outcome();
        }
        Credential first = preferred;
        TokenOutcome outcome = endpoint.acquire(key, first);
        Optional<Diagnosis> refusal = refusalOfCredential(outcome);
        if (refusal.isEmpty()) {
            return outcome;
        }
        for (Credential other : credentials) {
            if (other != first) {
                TokenOutcome second = endpoint.acquire(key, other);
                if (refusalOfCredential(second).isEmpty()) {
                    return prefer(other, second, refusal.orElseThrow());
                }
            }
        }
        allRefused = new AllRefused(outcome, clock.millis() + PAUSE.toMillis());
        return outcome;
    }

    /** Only a token shows that a credential works: a tenant may be found missing before the credential is looked at. */
    private TokenOutcome prefer(Credential other, TokenOutcome outcome, Diagnosis refusal) {
        if (outcome instanceof TokenOutcome.Issued) {
            preferred = other;
            LOG.log(
                    Level.WARNING,
                    () -> "The " + (other == credentials.get(0) ? "next" : "first") + " credential is refused with "
                            + refusal.code() + "; the other one works and is used from now on");
        }
        return outcome;
    }

    private static Optional<Diagnosis> refusalOfCredential(TokenOutcome outcome) {
        return outcome.failure().filter(diagnosis -> RefusalCodes.concernsTheCredential(diagnosis.code()));
    }
}
