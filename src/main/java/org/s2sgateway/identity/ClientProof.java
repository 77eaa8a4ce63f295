package org.s2sgateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.X509CertUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import org.s2sgateway.registration.Credential;
import org.s2sgateway.settings.Secret;

/**
 * How the registration proves itself when it redeems a code: the parameters of {@code client_secret_post} (RFC 6749
 * section 2.3.1) or {@code private_key_jwt} (RFC 7523 section 2.2). Nimbus' class for the latter takes no assertion that
 * somebody else issued, as a federated one is.
 */
record ClientProof(String clientId, Style style, Clock clock) {

    /** How an assertion names its certificate, and what it is signed with. */
    enum Style {
        /** entra-docs certificate-credentials.md: PS256, and the certificate by its SHA-256 thumbprint. */
        ENTRA_ID,
        /**
         * RS256, all that AD FS lists in {@code token_endpoint_auth_signing_alg_values_supported}, and the certificate by
         * its SHA-1 thumbprint, as the vendor's own library does it there.
         */
        AD_FS
    }

    private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final Duration LIFE = Duration.ofMinutes(5);

    Map<String, Secret> parameters(Credential credential, URI tokenEndpoint) throws SignInRefused {
        try {
            return credential.fold(
                    secret -> Map.of("client_secret", secret.value()),
                    certificate -> assertion(signed(certificate, tokenEndpoint)),
                    file -> assertion(content(file)));
        } catch (Unusable unusable) {
            throw new SignInRefused(unusable.code, unusable);
        }
    }

    private static Map<String, Secret> assertion(Secret assertion) {
        return Map.of("client_assertion_type", Secret.of(JWT_BEARER), "client_assertion", assertion);
    }

    private Secret signed(Credential.Certificate certificate, URI tokenEndpoint) {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(clientId)
                .subject(clientId)
                .audience(audience(tokenEndpoint))
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .build();
        SignedJWT assertion = new SignedJWT(header(certificate.chain().get(0)), claims);
        try {
            assertion.sign(new RSASSASigner(certificate.key()));
        } catch (JOSEException impossible) {
            throw new Unusable("S2S.CredentialUnusable", impossible);
        }
        return Secret.of(assertion.serialize());
    }

    @SuppressWarnings("deprecation") // SHA-1 names a certificate here and protects nothing.
    private JWSHeader header(X509Certificate certificate) {
        return switch (style) {
            case ENTRA_ID ->
                new JWSHeader.Builder(JWSAlgorithm.PS256)
                        .type(JOSEObjectType.JWT)
                        .x509CertSHA256Thumbprint(X509CertUtils.computeSHA256Thumbprint(certificate))
                        .build();
            case AD_FS ->
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(JOSEObjectType.JWT)
                        .x509CertThumbprint(sha1(certificate))
                        .build();
        };
    }

    // The metadata of AD FS has a slash behind its token endpoint, which an audience has not.
    private String audience(URI tokenEndpoint) {
        String address = tokenEndpoint.toString();
        return style == Style.AD_FS && address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    private static Base64URL sha1(X509Certificate certificate) {
        try {
            return Base64URL.encode(MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException impossible) {
            throw new Unusable("S2S.CredentialUnusable", impossible);
        }
    }

    private static Secret content(Credential.AssertionFile file) {
        try {
            return file.read();
        } catch (IOException unreadable) {
            throw new Unusable("S2S.CredentialUnreadable", unreadable);
        }
    }

    /** Carries a code out of the functions of {@code fold}, which throw nothing that is checked. */
    private static final class Unusable extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final String code;

        Unusable(String code, Throwable cause) {
            super(code, cause);
            this.code = code;
        }
    }
}
