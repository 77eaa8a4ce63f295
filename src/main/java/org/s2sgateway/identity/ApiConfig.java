package org.s2sgateway.identity;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.s2sgateway.registration.Registration;
import org.s2sgateway.settings.Settings;

/**
 * Whose tokens open the API. By default those that the home tenant issues for the registration itself, in version 1 or 2.
 *
 * @param issuers exact values of {@code iss}
 * @param audiences values of {@code aud}, one of which a token must carry
 * @param jwksUrl where the issuers' keys are; otherwise they are found through each issuer's discovery document
 * @param rolesClaim the claim that holds the app roles; dots lead into nested claims
 */
public record ApiConfig(List<String> issuers, List<String> audiences, Optional<URI> jwksUrl, String rolesClaim) {

    private static final String ISSUER = "s2s.api.issuer";
    private static final String AUDIENCE = "s2s.api.audience";
    private static final String JWKS_URL = "s2s.api.jwks-url";
    private static final String ROLES_CLAIM = "s2s.api.roles-claim";

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Copies the lists. */
    public ApiConfig {
        issuers = List.copyOf(issuers);
        audiences = List.copyOf(audiences);
    }

    /** Reads {@code s2s.api.*}; empty where one of these keys has a fault. */
    public static Optional<ApiConfig> from(Settings settings, Registration registration) {
        HomeTenant home = HomeTenant.of(registration);
        Optional<URI> jwksUrl = settings.find(JWKS_URL, ApiConfig::address);
        List<String> configured = settings.list(ISSUER, text -> issuer(text, home, settings.has(JWKS_URL)));
        List<String> issuers = configured.isEmpty() ? home.issuers() : configured;
        List<String> configuredAudiences = settings.list(AUDIENCE, text -> text);
        List<String> audiences = configuredAudiences.isEmpty()
                ? List.of(registration.clientId(), "api://" + registration.clientId())
                : configuredAudiences;
        Optional<String> rolesClaim = settings.find(
                ROLES_CLAIM, "roles", text -> rolesClaim(text, issuers.stream().anyMatch(home::isEntra)));
        return settings.hasFaultIn("s2s.api.")
                ? Optional.empty()
                : rolesClaim.map(claim -> new ApiConfig(issuers, audiences, jwksUrl, claim));
    }

    /** Whether keys may be read from there: over TLS, or from this machine. */
    static boolean isTrustworthy(URI address) {
        String host = address.getHost();
        return host != null
                && ("https".equalsIgnoreCase(address.getScheme())
                        || ("http".equalsIgnoreCase(address.getScheme()) && THIS_MACHINE.contains(host)));
    }

    private static String issuer(String text, HomeTenant home, boolean keysAreConfigured) {
        if (text.contains("{")) {
            throw new IllegalArgumentException("must name one tenant, not a template");
        }
        URI issuer = uri(text);
        if (issuer.getHost() == null || issuer.getRawQuery() != null || issuer.getRawFragment() != null) {
            throw new IllegalArgumentException("must be the address of an issuer, exactly as its tokens have it");
        }
        if (home.isOtherTenant(text)) {
            throw new IllegalArgumentException("must be an issuer of the home tenant: roles of other tenants, and of"
                    + " 'common' or 'organizations', prove nothing here");
        }
        if (!keysAreConfigured && !home.is(text) && !isTrustworthy(issuer)) {
            throw new IllegalArgumentException("must be https, or " + JWKS_URL + " must say where its keys are");
        }
        return text;
    }

    private static URI address(String text) {
        URI address = uri(text);
        if (!isTrustworthy(address)) {
            throw new IllegalArgumentException("must be an https address (http only on localhost)");
        }
        return address;
    }

    private static String rolesClaim(String text, boolean entra) {
        if (entra && text.equals("groups")) {
            throw new IllegalArgumentException(
                    "must not be 'groups' with Entra ID: anybody who may create a group could make themselves a role");
        }
        return text;
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException quotesTheValue) {
            throw new IllegalArgumentException("must be an address");
        }
    }
}
