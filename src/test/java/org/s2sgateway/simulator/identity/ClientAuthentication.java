package org.s2sgateway.simulator.identity;

import java.time.Clock;
import java.util.Map;
import java.util.Set;

/** Finds out whether a token request comes from the application that it names. Thread-safe. */
final class ClientAuthentication {

    private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final AccessTokens tokens;
    private final ClientAssertions assertions;
    private final Clock clock;

    ClientAuthentication(AccessTokens tokens, Clock clock) {
        this.tokens = tokens;
        this.assertions = new ClientAssertions(clock);
        this.clock = clock;
    }

    /**
     * Returns whether it was proved by a certificate, not by a secret; throws {@link EntraRefusal} where it was not
     * proved.
     *
     * @param tokenEndpoints the audiences that an assertion may have
     */
    boolean isByCertificate(Application application, Map<String, String> form, Set<String> tokenEndpoints) {
        String assertion = form.getOrDefault("client_assertion", "");
        if (assertion.isEmpty()) {
            checkSecret(application, form.getOrDefault("client_secret", ""));
            return false;
        }
        tokens.remember(assertion);
        if (!JWT_BEARER.equals(form.get("client_assertion_type"))) {
            throw EntraRefusal.missingParameter("client_assertion_type");
        }
        assertions.verify(assertion, application, tokenEndpoints);
        return true;
    }

    private void checkSecret(Application application, String secret) {
        if (secret.isEmpty()) {
            throw EntraRefusal.missingCredential();
        }
        ApplicationSecret known = application.secrets().stream()
                .filter(candidate -> candidate.value().equals(secret))
                .findFirst()
                .orElseThrow(() -> EntraRefusal.wrongSecret(application));
        if (known.isExpired(clock.instant())) {
            throw EntraRefusal.expiredSecret(application);
        }
    }
}
