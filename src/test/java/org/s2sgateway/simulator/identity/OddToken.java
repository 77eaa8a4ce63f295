package org.s2sgateway.simulator.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/**
 * A consumer's token that differs from a good one in what a test names, and in nothing else. Immutable: every method
 * gives another token.
 */
public final class OddToken {

    private final JWTClaimsSet claims;
    private final SigningKeys keys;
    private final AccessTokens tokens;

    OddToken(JWTClaimsSet claims, SigningKeys keys, AccessTokens tokens) {
        this.claims = claims;
        this.keys = keys;
        this.tokens = tokens;
    }

    /** Sets a claim; times are given as {@link Instant}. */
    public OddToken claim(String name, Object value) {
        Object written = value instanceof Instant time ? Date.from(time) : value;
        return new OddToken(
                new JWTClaimsSet.Builder(claims).claim(name, written).build(), keys, tokens);
    }

    public OddToken without(String claim) {
        return new OddToken(new JWTClaimsSet.Builder(claims).claim(claim, null).build(), keys, tokens);
    }

    public OddToken roles(String... roles) {
        return claim("roles", List.of(roles));
    }

    public OddToken issuer(String issuer) {
        return claim("iss", issuer);
    }

    public OddToken audience(String audience) {
        return claim("aud", audience);
    }

    public OddToken expiresAt(Instant time) {
        return claim("exp", time);
    }

    /** What it says, to take other values from. */
    public Object claim(String name) {
        return claims.getClaim(name);
    }

    /** Signed by the key that Entra ID signs with now. */
    public String sign() {
        return tokens.sign(claims);
    }

    /** Signed with the right key, but under another type or algorithm in the header. */
    public String sign(JWSAlgorithm algorithm, JOSEObjectType type) {
        return signed(algorithm, type, keys.current().getKeyID(), signer(keys.current()));
    }

    /** Signed by a key that nobody published, under the name of the published one. */
    public String signByStranger() {
        try {
            RSAKey stranger = new RSAKeyGenerator(2048).generate();
            return signed(JWSAlgorithm.RS256, JOSEObjectType.JWT, keys.current().getKeyID(), signer(stranger));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signed with the right key under the name of another one, which nobody published. */
    public String signUnderKeyId(String keyId) {
        return signed(JWSAlgorithm.RS256, JOSEObjectType.JWT, keyId, signer(keys.current()));
    }

    /** Signed by a key that nobody published, and that the token brings with it (RFC 7515 section 4.1.3). */
    public String signByStrangerWhoBringsTheKey() {
        try {
            RSAKey stranger = new RSAKeyGenerator(2048).keyID("stranger").generate();
            return signed(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .type(JOSEObjectType.JWT)
                            .keyID(stranger.getKeyID())
                            .jwk(stranger.toPublicJWK())
                            .build(),
                    signer(stranger));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signed, and then given the claims of another token. */
    public String signThenSay(OddToken other) {
        String[] parts = sign().split("\\.", -1);
        String token = parts[0] + "." + other.claims.toPayload().toBase64URL() + "." + parts[2];
        tokens.remember(token);
        return token;
    }

    /** Authenticated with the public key as if it were a shared secret: the classic confusion of algorithms. */
    public String signWithPublicKeyAsSecret() {
        try {
            byte[] publicKey = keys.current().toRSAPublicKey().getEncoded();
            return signed(JWSAlgorithm.HS256, JOSEObjectType.JWT, keys.current().getKeyID(), new MACSigner(publicKey));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With {@code alg=none}. */
    public String unsigned() {
        String token = new PlainJWT(claims).serialize();
        tokens.remember(token);
        return token;
    }

    private String signed(JWSAlgorithm algorithm, JOSEObjectType type, String keyId, JWSSigner signer) {
        return signed(new JWSHeader.Builder(algorithm).type(type).keyID(keyId).build(), signer);
    }

    private String signed(JWSHeader header, JWSSigner signer) {
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        tokens.remember(token.serialize());
        return token.serialize();
    }

    private static JWSSigner signer(RSAKey key) {
        try {
            return new RSASSASigner(key);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
