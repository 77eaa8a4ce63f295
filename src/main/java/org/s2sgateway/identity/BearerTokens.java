package org.s2sgateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.identity.Verdict.Accepted;
import org.s2sgateway.identity.Verdict.KeysUnavailable;
import org.s2sgateway.identity.Verdict.Rejected;

/**
 * Judges access tokens: signed by a published key of an accepted issuer with an algorithm of the allow-list, made for this
 * API, in its time (RFC 9068 section 4, RFC 8725). Keys and rules belong to one issuer each, so that a token can only be
 * signed by whom it names.
 *
 * <p>Thread-safe. Reads keys at the first token and not before.
 */
final class BearerTokens {

    /** Signatures by public key only: with HMAC in the list a published key would be a shared secret (RFC 8725 2.1). */
    static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private static final @Nullable JOSEObjectType NO_TYPE = null;

    private final Map<String, DefaultJWTProcessor<SecurityContext>> processors;
    private final RolesClaim rolesClaim;

    BearerTokens(
            ApiConfig config, HomeTenant home, Function<String, JWKSource<SecurityContext>> keysOfIssuer, Clock clock) {
        Map<String, DefaultJWTProcessor<SecurityContext>> byIssuer = new HashMap<>();
        for (String issuer : config.issuers()) {
            Optional<String> tenant =
                    home.isEntra(issuer) ? Optional.of(home.id().toString()) : Optional.empty();
            byIssuer.put(
                    issuer, processor(keysOfIssuer.apply(issuer), new ClaimRules(config.audiences(), tenant, clock)));
        }
        processors = Map.copyOf(byIssuer);
        rolesClaim = new RolesClaim(config.rolesClaim());
    }

    /** Judges the token as it was sent. */
    Verdict judge(String token) {
        try {
            SignedJWT parsed = parse(token);
            String issuer = parsed.getJWTClaimsSet().getIssuer();
            DefaultJWTProcessor<SecurityContext> processor = issuer == null ? null : processors.get(issuer);
            if (processor == null) {
                return new Rejected("was not issued by an issuer that is accepted here");
            }
            JWTClaimsSet claims = processor.process(parsed, null);
            return new Accepted(caller(claims), claims.getExpirationTime().toInstant());
        } catch (ParseException notOfThisForm) {
            return new Rejected("is not a signed JWT");
        } catch (BadJWTException broken) {
            return new Rejected(String.valueOf(broken.getMessage()));
        } catch (IssuerKeys.Unavailable unavailable) {
            return new KeysUnavailable(unavailable.retryAfter());
        } catch (KeySourceException unexpected) {
            throw new IllegalStateException(unexpected);
        } catch (BadJOSEException | JOSEException notGenuine) {
            return new Rejected("is not signed by a key and algorithm that its issuer may use here");
        }
    }

    private static SignedJWT parse(String token) throws ParseException {
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            parsed.getJWTClaimsSet();
            return parsed;
        } catch (RuntimeException unforeseen) {
            // The library trips over a header that is the word null. Nothing is known of the token yet but its letters.
            throw new ParseException("not a JWT", 0);
        }
    }

    private Caller caller(JWTClaimsSet claims) {
        return new Caller(
                ClaimRules.consumer(claims).orElseThrow(), rolesClaim.roles(claims), PrincipalClaims.of(claims));
    }

    private static DefaultJWTProcessor<SecurityContext> processor(JWKSource<SecurityContext> keys, ClaimRules rules) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"), NO_TYPE));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWTClaimsSetVerifier(rules);
        return processor;
    }
}
