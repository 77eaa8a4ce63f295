package org.s2sgateway.simulator.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;
import org.s2sgateway.simulator.wire.JsonText;

/**
 * AD FS 2019 at {@code /adfs}: client credentials, and people's sign-in by code (Microsoft, "AD FS OpenID Connect/OAuth
 * flows and application scenarios"). It serves one tenant's people, applications and resources and knows no tenant in its
 * addresses.
 */
final class AdFs {

    private static final String AUTHENTICATION_FAILED =
            "MSIS9622: Client authentication failed. Please verify the credential provided for client authentication"
                    + " is valid.";

    private final Directory directory;
    private final AccessTokens tokens;
    private final ClientAuthentication authentication;
    private final Metadata metadata;
    private final AdFsSignIn signIn;

    AdFs(
            Directory directory,
            AccessTokens tokens,
            ClientAuthentication authentication,
            Metadata metadata,
            AdFsSignIn signIn) {
        this.directory = directory;
        this.tokens = tokens;
        this.authentication = authentication;
        this.metadata = metadata;
        this.signIn = signIn;
    }

    Answer answer(Call call, String rest, Authorities authorities) {
        String authority = authorities.of(call);
        return switch (call.method() + " " + rest) {
            case "GET /.well-known/openid-configuration" -> openIdConfiguration(authority + "/adfs");
            case "GET /discovery/keys" -> metadata.keys(authority, false);
            case "POST /oauth2/token", "POST /oauth2/token/" -> token(call, authorities);
            case "GET /oauth2/authorize/", "POST /oauth2/authorize/" -> signIn.answer(call);
            case "GET /oauth2/logout" -> signIn.signOut(call);
            default -> Answer.empty(404);
        };
    }

    private static Answer openIdConfiguration(String base) {
        return Answer.json(
                200,
                JsonText.object()
                        .add("issuer", base)
                        .add("authorization_endpoint", base + "/oauth2/authorize/")
                        .add("token_endpoint", base + "/oauth2/token/")
                        .add("jwks_uri", base + "/discovery/keys")
                        .add(
                                "token_endpoint_auth_methods_supported",
                                JsonText.strings(List.of("client_secret_post", "private_key_jwt")))
                        .add("token_endpoint_auth_signing_alg_values_supported", JsonText.strings(List.of("RS256")))
                        .add("response_types_supported", JsonText.strings(List.of("code")))
                        .add("response_modes_supported", JsonText.strings(List.of("query", "form_post")))
                        .add("subject_types_supported", JsonText.strings(List.of("pairwise")))
                        .add("scopes_supported", JsonText.strings(List.of("allatclaims", "openid", "profile", "email")))
                        .add("end_session_endpoint", base + "/oauth2/logout")
                        .add(
                                "grant_types_supported",
                                JsonText.strings(List.of("authorization_code", "client_credentials")))
                        .add("id_token_signing_alg_values_supported", JsonText.strings(List.of("RS256")))
                        .add("access_token_issuer", accessTokenIssuer(base))
                        .build());
    }

    private Answer token(Call call, Authorities authorities) {
        Map<String, String> form = call.form();
        boolean byCode = "authorization_code".equals(form.get("grant_type"));
        if (!byCode && !"client_credentials".equals(form.get("grant_type"))) {
            return refused(
                    "unsupported_grant_type",
                    "MSIS9611: The authorization server does not support the requested" + " 'grant_type'.");
        }
        DirectoryTenant tenant = directory.tenants().get(0);
        Optional<Application> application = Optional.ofNullable(form.get("client_id"))
                .filter(Authorities::isGuid)
                .flatMap(id -> directory.application(UUID.fromString(id)));
        Optional<ServicePrincipal> principal = application.flatMap(known -> known.principal(tenant.id()));
        if (principal.isEmpty()) {
            return refused("invalid_client", "MSIS9607: The 'client_id' parameter in the request is invalid.");
        }
        if (byCode) {
            return redeemed(application.get(), form, authorities.of(call) + "/adfs");
        }
        Optional<String> resource = resource(form).filter(named -> directory.hasResource(named, tenant.id()));
        if (resource.isEmpty()) {
            return refused("invalid_resource", "MSIS9602: The received 'resource' parameter is invalid.");
        }
        String base = authorities.of(call) + "/adfs";
        try {
            boolean byCertificate =
                    authentication.isByCertificate(application.get(), form, Set.of(base + "/oauth2/token"));
            Grant grant = new Grant(tenant, application.get(), principal.get(), resource.get(), byCertificate);
            return Answer.json(
                    200,
                    JsonText.object()
                            .add("access_token", tokens.sign(claims(grant, base)))
                            .add("token_type", "bearer")
                            .add("expires_in", tokens.lifetime(grant).toSeconds())
                            .build());
        } catch (EntraRefusal refusal) {
            return refused("invalid_client", AUTHENTICATION_FAILED);
        }
    }

    private Answer redeemed(Application application, Map<String, String> form, String base) {
        try {
            authentication.isByCertificate(application, withRs256Only(form), Set.of(base + "/oauth2/token"));
        } catch (EntraRefusal refusal) {
            return refused("invalid_client", AUTHENTICATION_FAILED);
        }
        try {
            return signIn.redeemed(application, form, base);
        } catch (EntraRefusal refusal) {
            return refused(
                    "invalid_grant", "MSIS9612: The authorization code received in 'code' parameter is invalid.");
        }
    }

    /** As its metadata lists it; Entra ID takes PS256, too. */
    private static Map<String, String> withRs256Only(Map<String, String> form) {
        try {
            String assertion = form.get("client_assertion");
            if (assertion != null
                    && !SignedJWT.parse(assertion).getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)) {
                throw EntraRefusal.malformedAssertion("The algorithm is not supported.");
            }
            return form;
        } catch (ParseException broken) {
            throw EntraRefusal.malformedAssertion("The token cannot be parsed.");
        }
    }

    /** Named by {@code resource}, or since 2019 by a scope that begins with it. */
    private static Optional<String> resource(Map<String, String> form) {
        return Optional.ofNullable(form.get("resource"))
                .or(() -> Arrays.stream(form.getOrDefault("scope", "").split(" "))
                        .filter(scope -> scope.contains("/"))
                        .map(scope -> scope.substring(0, scope.lastIndexOf('/')))
                        .findFirst());
    }

    /** Like version 1, but of another issuer and without the tenant, which AD FS does not know. */
    private JWTClaimsSet claims(Grant grant, String base) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder(tokens.claims(grant, base));
        for (String unknown : List.of("tid", "idp", "oid", "uti", "azp", "azpacr", "appidacr")) {
            claims.claim(unknown, null);
        }
        return claims.issuer(accessTokenIssuer(base))
                .audience(grant.resource())
                .claim("appid", grant.application().clientId().toString())
                .claim("apptype", "Confidential")
                .claim("ver", "1.0")
                .build();
    }

    private static String accessTokenIssuer(String base) {
        return base.replace("https://", "http://") + "/services/trust";
    }

    private static Answer refused(String error, String description) {
        return Answer.json(
                400,
                JsonText.object()
                        .add("error", error)
                        .add("error_description", description)
                        .build());
    }
}
