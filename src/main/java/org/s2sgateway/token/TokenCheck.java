package org.s2sgateway.token;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import java.text.ParseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.registration.Cloud;
import org.s2sgateway.registration.Registration;

/**
 * Looks whether a token is the one that was asked for, as far as that can be seen: tokens for Dataverse are opaque to
 * clients, so one that does not parse as a JWT is accepted. This finds a proxy or a provider that answers for somebody
 * else; it is no validation, which is Dataverse's business.
 */
final class TokenCheck {

    private final Registration registration;

    TokenCheck(Registration registration) {
        this.registration = registration;
    }

    boolean accepts(String token, TokenKey key) {
        return claims(token)
                .map(claims -> isForTheEnvironment(claims, key) && isOfTheTenant(claims, key) && isOurs(claims))
                .orElse(true);
    }

    /** The claims, empty where the token is opaque; an encrypted JWT has none to be read. */
    private static Optional<JWTClaimsSet> claims(String token) {
        try {
            return Optional.ofNullable(JWTParser.parse(token).getJWTClaimsSet());
        } catch (ParseException opaque) {
            return Optional.empty();
        }
    }

    private static boolean isForTheEnvironment(JWTClaimsSet claims, TokenKey key) {
        return claims.getAudience().stream()
                .anyMatch(audience -> withoutSlash(audience).equalsIgnoreCase(key.audience()));
    }

    private boolean isOfTheTenant(JWTClaimsSet claims, TokenKey key) {
        // AD FS has no tenants.
        return registration.cloud() == Cloud.AD_FS || is(key.tenantId().toString(), claims.getClaim("tid"));
    }

    /** Version 1 tokens say {@code appid}, version 2 tokens {@code azp}; both must be us where both are. */
    private boolean isOurs(JWTClaimsSet claims) {
        List<Object> applications = Stream.of("appid", "azp")
                .map(claims::getClaim)
                .filter(Objects::nonNull)
                .toList();
        return !applications.isEmpty()
                && applications.stream().allMatch(application -> is(registration.clientId(), application));
    }

    private static boolean is(String expected, @Nullable Object claim) {
        return claim instanceof String text && text.equalsIgnoreCase(expected);
    }

    private static String withoutSlash(String audience) {
        return audience.endsWith("/") ? audience.substring(0, audience.length() - 1) : audience;
    }
}
