package org.s2sgateway.simulator.identity;

import com.nimbusds.jose.jwk.RSAKey;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.JsonText;

/** The OpenID Connect metadata and the published keys, as version 1 and version 2 give them. */
final class Metadata {

    /** The literal text in which the shared metadata leaves the tenant open. */
    private static final String ANY_TENANT = "{tenantid}";

    private final SigningKeys keys;

    Metadata(SigningKeys keys) {
        this.keys = keys;
    }

    /** @param tenant the tenant's id, or the shared segment */
    Answer version2(String authority, String tenant) {
        return document(
                authority,
                tenant,
                authority + "/" + issuerTenant(tenant) + "/v2.0",
                "/oauth2/v2.0",
                "/discovery/v2.0/keys");
    }

    Answer version1(String authority, String tenant) {
        return document(
                authority,
                tenant,
                "https://sts.windows.net/" + issuerTenant(tenant) + "/",
                "/oauth2",
                "/discovery/keys");
    }

    /** The keys; those of version 2 say whose tokens they may sign. */
    Answer keys(String authority, boolean withIssuer) {
        JsonArrayBuilder all = JsonText.JSON.createArrayBuilder();
        for (RSAKey key : keys.published()) {
            JsonObjectBuilder json = JsonText.object();
            for (Map.Entry<String, Object> member :
                    key.toPublicJWK().toJSONObject().entrySet()) {
                if (member.getValue() instanceof List<?> certificates) {
                    json.add(
                            member.getKey(),
                            JsonText.strings(
                                    certificates.stream().map(String::valueOf).toList()));
                } else {
                    json.add(member.getKey(), String.valueOf(member.getValue()));
                }
            }
            json.add("x5t", key.getKeyID());
            if (withIssuer) {
                json.add("issuer", authority + "/" + ANY_TENANT + "/v2.0");
            }
            all.add(json);
        }
        return Answer.json(200, JsonText.object().add("keys", all).build());
    }

    private static String issuerTenant(String tenant) {
        return Authorities.isShared(tenant) ? ANY_TENANT : tenant;
    }

    private static Answer document(String authority, String tenant, String issuer, String oauth2, String keys) {
        String base = authority + "/" + tenant;
        return Answer.json(
                200,
                JsonText.object()
                        .add("token_endpoint", base + oauth2 + "/token")
                        .add(
                                "token_endpoint_auth_methods_supported",
                                JsonText.strings(List.of("client_secret_post", "private_key_jwt")))
                        .add("jwks_uri", base + keys)
                        .add("response_modes_supported", JsonText.strings(List.of("query")))
                        .add("subject_types_supported", JsonText.strings(List.of("pairwise")))
                        .add("id_token_signing_alg_values_supported", JsonText.strings(List.of("RS256")))
                        .add("response_types_supported", JsonText.strings(List.of("code")))
                        .add(
                                "scopes_supported",
                                JsonText.strings(List.of("openid", "profile", "email", "offline_access")))
                        .add("issuer", issuer)
                        .add("authorization_endpoint", base + oauth2 + "/authorize")
                        .add("end_session_endpoint", base + oauth2 + "/logout")
                        .build());
    }
}
