package org.s2sgateway.simulator.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.s2sgateway.simulator.wire.Certificates;

/** The keys that sign tokens: one at a time, those before it published as long as wanted. Thread-safe. */
public final class SigningKeys {

    private final Supplier<Certificates.Identity> source;
    private final List<RSAKey> published = new ArrayList<>();

    public SigningKeys(Supplier<Certificates.Identity> source) {
        this.source = source;
        published.add(next());
    }

    /** Signs with a new key from now on; tokens of the old ones stay valid only where these stay published. */
    public void rotate(boolean keepOldPublished) {
        RSAKey fresh = next();
        synchronized (published) {
            if (!keepOldPublished) {
                published.clear();
            }
            published.add(fresh);
        }
    }

    /** All published keys with their private parts, the signing one last. */
    public List<RSAKey> published() {
        synchronized (published) {
            return List.copyOf(published);
        }
    }

    public RSAKey current() {
        List<RSAKey> keys = published();
        return keys.get(keys.size() - 1);
    }

    SignedJWT sign(JWTClaimsSet claims) {
        RSAKey key = current();
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .type(JOSEObjectType.JWT)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            token.sign(new RSASSASigner(key));
            return token;
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a published key has signed the token. */
    public boolean verify(SignedJWT token) {
        try {
            for (RSAKey key : published()) {
                if (key.getKeyID().equals(token.getHeader().getKeyID())
                        && token.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)) {
                    return token.verify(new RSASSAVerifier(key.toRSAPublicKey()));
                }
            }
            return false;
        } catch (JOSEException e) {
            return false;
        }
    }

    private RSAKey next() {
        Certificates.Identity identity = source.get();
        try {
            byte[] der = identity.certificate().getEncoded();
            Base64URL thumbprint =
                    Base64URL.encode(MessageDigest.getInstance("SHA-1").digest(der));
            return new RSAKey.Builder((RSAPublicKey) identity.certificate().getPublicKey())
                    .privateKey(identity.key())
                    .keyUse(KeyUse.SIGNATURE)
                    // Entra ID names a key by its certificate.
                    .keyID(thumbprint.toString())
                    .x509CertChain(List.of(Base64.encode(der)))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
