package org.s2sgateway.token;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IClientCredential;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.s2sgateway.diagnosis.Dictionary;
import org.s2sgateway.registration.Cloud;
import org.s2sgateway.registration.Credential;
import org.s2sgateway.registration.Registration;
import org.s2sgateway.settings.Secret;

/**
 * Asks the identity provider for one token, with msal4j and one credential.
 *
 * <p>msal4j's client is made for the one acquisition (7 microseconds) and dropped: its cache is searched one by one, is
 * never emptied and survives a change of the secret, and it remembers every failure for ever. The tenant is part of the
 * authority and never an override, which on AD FS would send the secret to another host. msal4j's own repetition (one
 * second of sleep after a 5xx) is off: early renewal hides such moments, and callers do not wait for them.
 *
 * <p>Thread-safe.
 */
final class TokenEndpoint {

    private static final Logger LOG = Logger.getLogger(TokenEndpoint.class.getName());
    /** It tells every failure over several lines; ours are one each. Kept, as a logger forgets its level otherwise. */
    private static final Logger MSAL4J = Logger.getLogger("com.microsoft.aad.msal4j");

    static {
        if (MSAL4J.getLevel() == null) {
            MSAL4J.setLevel(Level.OFF);
        }
    }

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(1);

    private final Registration registration;
    private final HttpClient client;
    private final Clock clock;
    private final Duration timeout;
    private final TokenCheck check;

    TokenEndpoint(Registration registration, HttpClient client, Clock clock) {
        this(registration, client, clock, TIMEOUT);
    }

    TokenEndpoint(Registration registration, HttpClient client, Clock clock, Duration timeout) {
        this.registration = registration;
        this.client = client;
        this.clock = clock;
        this.timeout = timeout;
        check = new TokenCheck(registration);
    }

    TokenOutcome acquire(TokenKey key, Credential credential) {
        TokenRequest request = new TokenRequest(client, timeout);
        TokenOutcome outcome = acquire(key, credential, request);
        if (request.lostTheConnection()) {
            // The server had closed the idle connection: nothing was read of the request, and a new one is signed anew.
            request = new TokenRequest(client, timeout);
            outcome = acquire(key, credential, request);
        }
        log(outcome, key, request);
        return outcome;
    }

    private TokenOutcome acquire(TokenKey key, Credential credential, TokenRequest request) {
        try {
            ClientCredentialParameters parameters =
                    ClientCredentialParameters.builder(Set.of(key.scope())).build();
            IAuthenticationResult result = application(key, proof(credential), request)
                    .acquireToken(parameters)
                    .join();
            // An answer of 200 without a token is a result to msal4j.
            return result.accessToken() == null ? request.outcome(clock.instant()) : judge(result, key);
        } catch (UncheckedIOException unreadable) {
            return new TokenOutcome.Refused(Dictionary.diagnose("S2S.CredentialUnreadable"));
        } catch (CompletionException failed) {
            if (!request.wasSent()) {
                LOG.log(Level.WARNING, "The token request could not be made", failed.getCause());
            }
            return request.outcome(clock.instant());
        }
    }

    private ConfidentialClientApplication application(TokenKey key, IClientCredential proof, TokenRequest request) {
        try {
            return ConfidentialClientApplication.builder(registration.clientId(), proof)
                    .authority(registration.tenantAuthority(key.tenantId()).toString())
                    // Its list of known hosts would be asked for over the network, and no own authority is on it.
                    .instanceDiscovery(false)
                    .httpClient(request)
                    .disableInternalRetries()
                    .executorService(CallerRuns.INSTANCE)
                    // AD FS identifies the certificate by its thumbprint alone.
                    .sendX5c(registration.cloud() != Cloud.AD_FS)
                    .logPii(false)
                    .build();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException("The authority was checked at the start", impossible);
        }
    }

    private static IClientCredential proof(Credential credential) {
        return credential.fold(
                secret ->
                        ClientCredentialFactory.createFromSecret(secret.value().reveal()),
                certificate ->
                        ClientCredentialFactory.createFromCertificateChain(certificate.key(), certificate.chain()),
                assertion -> ClientCredentialFactory.createFromClientAssertion(
                        content(assertion).reveal()));
    }

    private static Secret content(Credential.AssertionFile assertion) {
        try {
            return assertion.read();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private TokenOutcome judge(IAuthenticationResult result, TokenKey key) {
        if (!check.accepts(result.accessToken(), key)) {
            return new TokenOutcome.Refused(Dictionary.diagnose("S2S.TokenMismatch"));
        }
        // msal4j adds the lifetime to the system's clock; our own clock may be another one.
        Duration life = Duration.between(Instant.now(), result.expiresOnDate().toInstant());
        if (life.compareTo(SHORTEST_LIFE) < 0) {
            return new TokenOutcome.Unavailable(Dictionary.diagnose("S2S.TokenTooShort"), Optional.empty());
        }
        return new TokenOutcome.Issued(
                new AccessToken(Secret.of(result.accessToken()), clock.instant().plus(life)));
    }

    private static void log(TokenOutcome outcome, TokenKey key, TokenRequest request) {
        outcome.failure()
                .ifPresent(diagnosis -> LOG.log(
                        Level.WARNING,
                        () -> "No token for tenant " + key.tenantId() + " and environment " + key.environmentHost()
                                + ": " + diagnosis.code() + request.trace()));
    }
}
