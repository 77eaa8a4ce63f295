package org.s2sgateway.identity;

import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.JWTClaimsSetVerifier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the claims of an access token must say, after its signature was found good (RFC 7519 section 4.1, RFC 9068 section
 * 4). The messages of its refusals continue "The token ..." and are safe to tell: unlike Nimbus' own verifier it quotes
 * nothing from the token.
 *
 * @param tenant what {@code tid} must be where it is present; empty for issuers that have no tenants
 */
record ClaimRules(List<String> audiences, Optional<String> tenant, Clock clock)
        implements JWTClaimsSetVerifier<SecurityContext> {

    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    /** Claims that only ID tokens carry (OpenID Connect Core sections 2 and 3.3.2.11). */
    private static final List<String> OF_ID_TOKENS = List.of("nonce", "at_hash", "c_hash");

    @Override
    public void verify(JWTClaimsSet claims, @Nullable SecurityContext context) throws BadJWTException {
        // Whoever asks for a token has to know this anyway, and a wrong scope is the usual reason.
        demand(
                !Collections.disjoint(claims.getAudience(), audiences),
                "was issued for another audience than " + String.join(" or ", audiences));
        verifyTimes(claims, clock.instant());
        demand(claims.getSubject() != null && !claims.getSubject().isBlank(), "names no subject");
        Object tid = claims.getClaim("tid");
        demand(tid == null || tenant.isEmpty() || tenant.get().equals(tid), "belongs to another tenant");
        demand(
                OF_ID_TOKENS.stream().allMatch(claim -> claims.getClaim(claim) == null),
                "is an ID token and not an access token");
        // ID tokens of Entra ID have no such claim either, whereas all its access tokens have one.
        demand(consumer(claims).isPresent(), "does not name the calling application");
    }

    /** The id of the calling application; version 1 tokens of Entra ID and tokens of AD FS call it {@code appid}. */
    static Optional<String> consumer(JWTClaimsSet claims) {
        for (String name : List.of("azp", "appid", "client_id")) {
            if (claims.getClaim(name) instanceof String id && !id.isBlank()) {
                return Optional.of(id);
            }
        }
        return Optional.empty();
    }

    private static void verifyTimes(JWTClaimsSet claims, Instant now) throws BadJWTException {
        Date expiry = claims.getExpirationTime();
        Date issued = claims.getIssueTime();
        Date notBefore = claims.getNotBeforeTime();
        demand(expiry != null && issued != null, "does not say from when to when it is valid");
        demand(now.isBefore(expiry.toInstant().plus(CLOCK_SKEW)), "has expired");
        Instant tolerated = now.plus(CLOCK_SKEW);
        demand(!issued.toInstant().isAfter(tolerated), "is not valid yet");
        demand(notBefore == null || !notBefore.toInstant().isAfter(tolerated), "is not valid yet");
    }

    private static void demand(boolean met, String reason) throws BadJWTException {
        if (!met) {
            throw new BadJWTException(reason);
        }
    }
}
