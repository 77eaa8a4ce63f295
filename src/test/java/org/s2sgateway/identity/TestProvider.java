package org.s2sgateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.json.Json;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.s2sgateway.registration.Credential;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.simulator.wire.Certificates;
import org.s2sgateway.testing.TlsServer;
import org.s2sgateway.testing.TlsServer.Answer;
import org.s2sgateway.testing.TlsServer.Request;

/** An Entra ID over TLS that says at its token endpoint whatever a test wants it to say. */
final class TestProvider implements AutoCloseable {

    static final String CLIENT = "a0000000-0000-4000-8000-000000000001";
    static final UUID CONTOSO = UUID.fromString("c0a00000-0000-4000-8000-000000000001");
    static final UUID FABRIKAM = UUID.fromString("fab00000-0000-4000-8000-000000000002");
    static final UUID GINA = UUID.fromString("91a00000-0000-4000-8000-000000000003");
    static final UUID PAUL = UUID.fromString("9a010000-0000-4000-8000-000000000004");
    static final UUID GLOBAL_ADMINISTRATOR = UUID.fromString("62e90394-69f5-4237-9190-012177145e10");

    private static final RSAKey KEY = key("published");
    private static final RSAKey UNPUBLISHED = key("unpublished");

    private final Certificates certificates = new Certificates(Instant.now());
    private final TlsServer server = TlsServer.start(certificates, this::answer);
    private final HttpClient client =
            HttpClient.newBuilder().sslContext(certificates.client()).build();

    /** What is said at the token endpoint, by the form that was sent. */
    Function<Map<String, String>, Answer> tokens = form -> error("invalid_grant", "AADSTS70008: expired");

    /** Who the published key belongs to. */
    String issuerOfKey = authority() + "/{tenantid}/v2.0";

    /** Changes the metadata, whose address of the authority is {@code $}. */
    Function<String, String> metadata = text -> text;

    URI authority() {
        return server == null ? URI.create("https://localhost") : server.address();
    }

    HttpClient http() {
        return client;
    }

    Certificates certificates() {
        return certificates;
    }

    List<Request> requests() {
        return server.requests();
    }

    /** How often a path with this end was asked for. */
    long requests(String end) {
        return requests().stream()
                .filter(request -> request.path().endsWith(end))
                .count();
    }

    String issuer(UUID tenant) {
        return authority() + "/" + tenant + "/v2.0";
    }

    static RSAKey publishedKey() {
        return KEY;
    }

    static RSAKey unpublishedKey() {
        return UNPUBLISHED;
    }

    /** The claims of a good ID token of Gina of Fabrikam. */
    JWTClaimsSet.Builder claims(String nonce) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(issuer(FABRIKAM))
                .audience(CLIENT)
                .subject("pairwise")
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3600)))
                .claim("tid", FABRIKAM.toString())
                .claim("oid", GINA.toString())
                .claim("name", "Gina")
                .claim("ver", "2.0")
                .claim("wids", List.of(GLOBAL_ADMINISTRATOR.toString()))
                .claim("nonce", nonce);
    }

    /** The claims of a good ID token of Ada, who has a role at the home tenant's own provider. */
    JWTClaimsSet.Builder claimsAtHome(boolean adFs, String nonce) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(home(adFs).toString())
                .audience(CLIENT)
                .subject("YlfEoRRVrMk7zjO6RhOGj3K3OaFJrxm1pairwise=")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3600)))
                .claim("realm_access", Map.of("roles", List.of("Gateway.Operator", "offline_access")))
                .claim("nonce", nonce);
    }

    static String signed(JWTClaimsSet claims) {
        return signed(KEY, claims);
    }

    static String signed(RSAKey key, JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .type(JOSEObjectType.JWT)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Answer tokens(String idToken, String accessToken) {
        return json(
                200,
                Json.createObjectBuilder()
                        .add("token_type", "Bearer")
                        .add("expires_in", 3600)
                        .add("access_token", accessToken)
                        .add("id_token", idToken)
                        .build()
                        .toString());
    }

    static Answer error(String word, String description) {
        return json(
                400,
                Json.createObjectBuilder()
                        .add("error", word)
                        .add("error_description", description)
                        .build()
                        .toString());
    }

    @Override
    public void close() {
        server.close();
    }

    private Answer answer(Request request) {
        if (request.path().startsWith("/adfs/") || request.path().startsWith("/realms/staff/")) {
            return answerAtHome(request);
        }
        String[] path = request.path().split("/", 3);
        String tenant = path[1];
        return switch (path[2]) {
            case "v2.0/.well-known/openid-configuration" -> json(200, metadata.apply(metadata(tenant)));
            case "discovery/v2.0/keys" -> json(200, keys());
            case "oauth2/v2.0/token" -> tokens.apply(form(request.body()));
            default -> Answer.of(404, "");
        };
    }

    /** The address of a provider that knows the home tenant's people only. */
    URI home(boolean adFs) {
        return URI.create(authority() + (adFs ? "/adfs" : "/realms/staff"));
    }

    private Answer answerAtHome(Request request) {
        URI home = home(request.path().startsWith("/adfs/"));
        String rest = URI.create(authority() + request.path())
                .toString()
                .substring(home.toString().length());
        return switch (rest) {
            case "/.well-known/openid-configuration" ->
                json(
                        200,
                        metadata.apply(
                                """
                            {"issuer":"$","authorization_endpoint":"$/oauth2/authorize/",\
                            "token_endpoint":"$/oauth2/token/","jwks_uri":"$/discovery/keys",\
                            "end_session_endpoint":"$/oauth2/logout",\
                            "id_token_signing_alg_values_supported":["RS256","ES256"]}"""
                                        .replace("$", home.toString())));
            case "/discovery/keys" -> json(200, keys());
            case "/oauth2/token/" -> tokens.apply(form(request.body()));
            default -> Answer.of(404, "");
        };
    }

    /** Every organisation of the Entra ID that this is, or one. */
    EntraTenants entra(Optional<UUID> tenant) {
        return new EntraTenants(authority(), tenant, client(), CONTOSO, false);
    }

    /** The provider that knows the home tenant's people only. */
    HomeProvider homeProvider(boolean adFs) {
        return new HomeProvider(home(adFs), adFs, client(), CONTOSO, new RolesClaim("realm_access.roles"));
    }

    private static Provider.Client client() {
        return new Provider.Client(
                CLIENT, ClientProof.Style.ENTRA_ID, List.of(new Credential.ClientSecret(Secret.of("secret~1"))));
    }

    private String metadata(String tenant) {
        return """
                {"issuer":"$/%1$s/v2.0","authorization_endpoint":"$/%2$s/oauth2/v2.0/authorize",\
                "token_endpoint":"$/%2$s/oauth2/v2.0/token","jwks_uri":"$/%2$s/discovery/v2.0/keys",\
                "end_session_endpoint":"$/%2$s/oauth2/v2.0/logout"}"""
                .formatted(tenant.equals("organizations") ? "{tenantid}" : tenant, tenant)
                .replace("$", authority().toString());
    }

    private String keys() {
        Map<String, Object> key = new HashMap<>(KEY.toPublicJWK().toJSONObject());
        key.put("issuer", issuerOfKey);
        return Json.createObjectBuilder()
                .add("keys", Json.createArrayBuilder().add(Json.createObjectBuilder(key)))
                .build()
                .toString();
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new HashMap<>();
        for (String pair : body.split("&")) {
            String[] nameAndValue = pair.split("=", 2);
            form.put(nameAndValue[0], URLDecoder.decode(nameAndValue[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    private static Answer json(int status, String body) {
        return new Answer(status, Map.of("Content-Type", "application/json"), body);
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
