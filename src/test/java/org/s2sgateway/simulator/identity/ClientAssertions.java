package org.s2sgateway.simulator.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Verifies client assertions as Microsoft's "certificate credentials" page describes them. Thread-safe. */
final class ClientAssertions {

    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256);
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final Clock clock;

    ClientAssertions(Clock clock) {
        this.clock = clock;
    }

    /** Returns when the assertion proves the application to this token endpoint; throws {@link EntraRefusal} else. */
    void verify(String assertion, Application application, Set<String> tokenEndpoints) {
        try {
            SignedJWT jwt = SignedJWT.parse(assertion);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            verifyIdentity(claims, application);
            verifySignature(jwt, application);
            verifyAudience(claims, tokenEndpoints);
            verifyTimes(claims);
            if (claims.getJWTID() == null || claims.getJWTID().isBlank()) {
                throw EntraRefusal.malformedAssertion("The jti claim is missing.");
            }
        } catch (ParseException e) {
            throw EntraRefusal.malformedAssertion("The token cannot be parsed.");
        }
    }

    private static void verifyIdentity(JWTClaimsSet claims, Application application) {
        String clientId = application.clientId().toString();
        String issuer = String.valueOf(claims.getIssuer());
        if (issuer.startsWith("https://")) {
            throw EntraRefusal.foreignAssertion(issuer);
        }
        if (!clientId.equals(issuer) || !clientId.equals(claims.getSubject())) {
            throw EntraRefusal.wrongSubject();
        }
    }

    private static void verifySignature(SignedJWT jwt, Application application) {
        if (!ALGORITHMS.contains(jwt.getHeader().getAlgorithm())) {
            throw EntraRefusal.malformedAssertion(
                    "The algorithm " + jwt.getHeader().getAlgorithm() + " is not supported.");
        }
        Optional<X509Certificate> certificate = application.certificates().stream()
                .filter(candidate -> isNamed(candidate, jwt.getHeader().toJSONObject()))
                .findFirst();
        if (certificate.isEmpty()) {
            throw EntraRefusal.invalidAssertion("The key was not found.");
        }
        try {
            RSAPublicKey key = (RSAPublicKey) certificate.get().getPublicKey();
            if (!jwt.verify(new RSASSAVerifier(key))) {
                throw EntraRefusal.invalidAssertion(
                        "The key was found, but use of the key to verify the signature failed.");
            }
        } catch (JOSEException e) {
            throw EntraRefusal.invalidAssertion("The signature cannot be verified.");
        }
    }

    private static boolean isNamed(X509Certificate certificate, Map<String, Object> header) {
        return is(certificate, "SHA-256", header.get("x5t#S256")) || is(certificate, "SHA-1", header.get("x5t"));
    }

    private static boolean is(X509Certificate certificate, String digest, Object thumbprint) {
        if (thumbprint == null) {
            return false;
        }
        try {
            // RFC 7515 says base64url without padding; msal4j sends padded base64, and Entra ID takes it.
            String given =
                    thumbprint.toString().replace('+', '-').replace('/', '_').replace("=", "");
            byte[] expected = MessageDigest.getInstance(digest).digest(certificate.getEncoded());
            return given.equals(Base64.getUrlEncoder().withoutPadding().encodeToString(expected));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void verifyAudience(JWTClaimsSet claims, Set<String> tokenEndpoints) {
        if (claims.getAudience().size() != 1
                || !tokenEndpoints.contains(claims.getAudience().get(0))) {
            throw EntraRefusal.wrongAudience(String.join(" ", claims.getAudience()));
        }
    }

    private void verifyTimes(JWTClaimsSet claims) {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        Date notBefore = claims.getNotBeforeTime();
        if (expires == null || notBefore == null) {
            throw EntraRefusal.malformedAssertion("The claims exp and nbf are required.");
        }
        if (!now.isBefore(expires.toInstant().plus(SKEW))) {
            throw EntraRefusal.expiredAssertion("Expiry time of the assertion is " + expires.toInstant() + ".");
        }
        if (now.isBefore(notBefore.toInstant().minus(SKEW))) {
            throw EntraRefusal.expiredAssertion("The assertion is valid from " + notBefore.toInstant() + ".");
        }
    }
}
