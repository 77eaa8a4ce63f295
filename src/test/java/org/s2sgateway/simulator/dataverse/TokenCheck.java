package org.s2sgateway.simulator.dataverse;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Decides whether a bearer token is one for this environment, before anybody asks whose it is. Thread-safe. */
final class TokenCheck {

    /** Either whom the token speaks for, or why it is refused. */
    record Finding(Optional<Identity> identity, String reason) {}

    private final Predicate<SignedJWT> signature;
    private final UUID tenantId;
    private final Set<String> audiences;
    private final Clock clock;

    /** @param urls those of the environment, without a trailing slash */
    TokenCheck(Predicate<SignedJWT> signature, UUID tenantId, Set<String> urls, Clock clock) {
        this.signature = signature;
        this.tenantId = tenantId;
        this.audiences = urls.stream().collect(Collectors.toUnmodifiableSet());
        this.clock = clock;
    }

    Finding check(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            if (!signature.test(jwt)) {
                return refused("the signature is invalid");
            }
            Date expires = claims.getExpirationTime();
            if (expires == null || !clock.instant().isBefore(expires.toInstant())) {
                return refused("the token is expired");
            }
            if (claims.getAudience().stream().noneMatch(audience -> audiences.contains(withoutSlash(audience)))) {
                return refused("the audience is not this environment");
            }
            if (!tenantId.toString().equals(claims.getStringClaim("tid"))) {
                return refused("the token is of another tenant");
            }
            return spokenFor(claims);
        } catch (ParseException | IllegalArgumentException | NullPointerException e) {
            return refused("the token is malformed");
        }
    }

    /** A scope makes it a person's token; without one it is the application's own, whatever else it names. */
    private static Finding spokenFor(JWTClaimsSet claims) throws ParseException {
        UUID applicationId = UUID.fromString(claims.getStringClaim("appid"));
        if (!claims.getClaims().containsKey("scp")) {
            return new Finding(Optional.of(new Identity(false, applicationId)), "");
        }
        return List.of(claims.getStringClaim("scp").split(" ")).contains("user_impersonation")
                ? new Finding(Optional.of(new Identity(true, UUID.fromString(claims.getStringClaim("oid")))), "")
                : refused("the scope is not user_impersonation");
    }

    private static Finding refused(String reason) {
        return new Finding(Optional.empty(), reason);
    }

    private static String withoutSlash(String audience) {
        return audience.endsWith("/") ? audience.substring(0, audience.length() - 1) : audience;
    }
}
