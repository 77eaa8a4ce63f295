package org.s2sgateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.settings.Guid;
import org.s2sgateway.settings.Secret;

/**
 * Finds out from an ID token who signed in (OpenID Connect Core section 3.1.3.7). Every tenant of a cloud signs with the
 * same keys, so that signature and audience alone would let any tenant in: the issuer of the one that the token says it is
 * of is compared to the letter.
 *
 * <p>Thread-safe.
 */
final class IdTokens {

    private static final Logger LOG = Logger.getLogger(IdTokens.class.getName());

    /** The tenant of all personal Microsoft accounts. */
    private static final UUID PERSONAL = UUID.fromString("9188040d-6c67-4c5b-b112-36a304b66dad");

    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);
    private static final int LONGEST_NAME = 200;
    private static final int MOST_ROLES = 100;

    private final Providers providers;
    private final Clock clock;

    IdTokens(Providers providers, Clock clock) {
        this.providers = providers;
        this.clock = clock;
    }

    /** The person that the token tells of, if it is genuine, made for us and for this one sign-in. */
    SignedIn person(Provider provider, JWT token, Secret nonce) throws SignInRefused {
        try {
            // Says only whose keys and issuer to hold the token against, until it has been.
            UUID tenant = known(provider.tenant(token.getJWTClaimsSet()), "of which tenant");
            JWTClaimsSet claims = validated(provider, tenant, token, nonce);
            if (tenant.equals(PERSONAL)) {
                throw new SignInRefused("S2S.PersonalAccount");
            }
            if (!provider.speaksFor(tenant)) {
                throw new SignInRefused("S2S.HomeProviderElsewhere");
            }
            return new SignedIn(
                    tenant,
                    known(provider.person(claims), "of whom"),
                    name(claims),
                    directoryRoles(claims),
                    Roles.known(provider.homeRoles(claims, tenant)),
                    Optional.empty(),
                    clock.instant());
        } catch (ParseException broken) {
            throw refused("it cannot be parsed", broken);
        }
    }

    private JWTClaimsSet validated(Provider provider, UUID tenant, JWT token, Secret nonce)
            throws SignInRefused, ParseException {
        if (!(token instanceof SignedJWT)) {
            throw refused("it is not signed", null);
        }
        ProviderMetadata metadata = providers.metadata(provider);
        IDTokenValidator validator = new IDTokenValidator(
                new Issuer(provider.issuerOf(tenant)),
                new ClientID(provider.client().id()),
                new JWSVerificationKeySelector<>(metadata.algorithms(), providers.keys(provider, metadata, tenant)),
                null);
        validator.setMaxClockSkew((int) CLOCK_SKEW.toSeconds());
        try {
            JWTClaimsSet claims =
                    validator.validate(token, new Nonce(nonce.reveal())).toJWTClaimsSet();
            checkWhatTheValidatorDoesNot(claims, provider.client().id());
            return claims;
        } catch (KeySourceException unavailable) {
            throw new SignInRefused(Outage.codeOf(unavailable), unavailable);
        } catch (BadJOSEException | JOSEException | com.nimbusds.oauth2.sdk.ParseException bad) {
            throw refused(bad.getClass().getSimpleName(), bad);
        }
    }

    private void checkWhatTheValidatorDoesNot(JWTClaimsSet claims, String clientId) throws SignInRefused {
        if (claims.getNotBeforeTime() != null
                && claims.getNotBeforeTime().toInstant().isAfter(clock.instant().plus(CLOCK_SKEW))) {
            throw refused("it is not valid yet", null);
        }
        // OpenID Connect Core section 3.1.3.7, 3 to 5: nobody else is trusted with our sign-ins.
        Object party = claims.getClaim("azp");
        if (!claims.getAudience().equals(List.of(clientId)) || (party != null && !party.equals(clientId))) {
            throw refused("it is for others, too", null);
        }
    }

    private static UUID known(Optional<UUID> id, String what) throws SignInRefused {
        return id.orElseThrow(() -> refused("it does not say " + what + " it tells", null));
    }

    private static String name(JWTClaimsSet claims) {
        for (String claim : List.of("name", "preferred_username", "upn", "unique_name")) {
            if (claims.getClaim(claim) instanceof String text && !text.isBlank()) {
                String visible = text.replaceAll("\\p{Cntrl}", " ").strip();
                return visible.substring(0, Math.min(visible.length(), LONGEST_NAME));
            }
        }
        return "";
    }

    private static Set<UUID> directoryRoles(JWTClaimsSet claims) {
        return claims.getClaim("wids") instanceof List<?> ids
                ? ids.stream()
                        .limit(MOST_ROLES)
                        .flatMap(id -> Guid.parse(String.valueOf(id)).stream())
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    /** Nimbus' messages quote the token, the nonce included: they stay out of the log. */
    private static SignInRefused refused(String why, @Nullable Throwable cause) {
        LOG.log(Level.WARNING, () -> "An ID token was refused: " + why);
        return cause == null ? new SignInRefused("S2S.SignInRefused") : new SignInRefused("S2S.SignInRefused", cause);
    }
}
