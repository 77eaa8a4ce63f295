package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.simulator.TestClient.CONTOSO;
import static org.s2sgateway.simulator.TestClient.FABRIKAM;
import static org.s2sgateway.simulator.TestClient.GATEWAY;
import static org.s2sgateway.simulator.TestClient.json;
import static org.s2sgateway.simulator.Visitor.redemption;
import static org.s2sgateway.simulator.Visitor.signInRequest;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.s2sgateway.simulator.identity.Application;
import org.s2sgateway.simulator.identity.Directory;
import org.s2sgateway.simulator.identity.Person;
import org.s2sgateway.testing.MovableClock;

class CodeGrantTest {

    private static final String GINA = "gina@fabrikam.example";

    @TempDir
    Path home;

    private final MovableClock clock = MovableClock.startingNow();
    private Simulator simulator;
    private TestClient client;
    private Visitor visitor;

    @BeforeEach
    void start() throws IOException {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(home).withClock(clock));
        client = new TestClient(simulator);
        visitor = new Visitor(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void issuesAnIdTokenOfWhoeverSignedIn() throws Exception {
        JsonObject answer = redeemed(FABRIKAM, GINA);
        SignedJWT token = SignedJWT.parse(answer.getString("id_token"));
        JWTClaimsSet claims = token.getJWTClaimsSet();

        assertThat(token.verify(
                        new RSASSAVerifier(simulator.entraId().keys().current().toRSAPublicKey())))
                .isTrue();
        assertThat(claims.getIssuer()).isEqualTo(simulator.authority() + "/" + FABRIKAM + "/v2.0");
        assertThat(claims.getAudience()).containsExactly(GATEWAY);
        assertThat(claims.getStringClaim("ver")).isEqualTo("2.0");
        assertThat(claims.getStringClaim("tid")).isEqualTo(FABRIKAM);
        assertThat(claims.getStringClaim("oid")).isEqualTo(objectId(GINA, FABRIKAM));
        assertThat(claims.getStringClaim("name")).isEqualTo("Gina Green");
        assertThat(claims.getStringClaim("preferred_username")).isEqualTo(GINA);
        assertThat(claims.getStringClaim("nonce")).isEqualTo(Visitor.NONCE);
        assertThat(claims.getIntegerClaim("acct")).isZero();
        assertThat(claims.getClaim("roles")).isNull();
        assertThat(claims.getStringListClaim("wids"))
                .containsExactly("62e90394-69f5-4237-9190-012177145e10", "b79fbf4d-3ef9-4689-8143-76b194e85509");
        assertThat(claims.getSubject()).hasSize(43).isNotEqualTo(claims.getStringClaim("oid"));
        assertThat(claims.getExpirationTime()).isAfter(Date.from(clock.instant()));
    }

    @Test
    void issuesNothingReadableForGraphAndNoRefreshTokenUnasked() {
        JsonObject answer = redeemed(FABRIKAM, GINA);

        assertThat(answer.getString("token_type")).isEqualTo("Bearer");
        assertThat(answer.getString("scope")).isEqualTo("openid profile");
        assertThat(answer.getString("access_token")).doesNotContain(".");
        assertThat(answer.containsKey("refresh_token")).isFalse();
        assertThat(simulator.spokenSecrets()).contains(answer.getString("access_token"), answer.getString("id_token"));
    }

    @Test
    void issuesARefreshTokenWhenAsked() {
        Map<String, String> request = withScope("openid offline_access");

        assertThat(redeemed(FABRIKAM, GINA, request).containsKey("refresh_token"))
                .isTrue();
    }

    @Test
    void leavesThePersonOutWithoutProfile() throws Exception {
        JWTClaimsSet claims = claims(redeemed(FABRIKAM, GINA, withScope("openid")), "id_token");

        assertThat(claims.getClaims()).doesNotContainKeys("oid", "name", "preferred_username");
    }

    @Test
    void marksAGuestWhoHasAnotherObjectIdAndNoRole() throws Exception {
        JWTClaimsSet claims = claims(redeemed(FABRIKAM, "ada@contoso.example"), "id_token");

        assertThat(claims.getStringClaim("tid")).isEqualTo(FABRIKAM);
        assertThat(claims.getIntegerClaim("acct")).isEqualTo(1);
        assertThat(claims.getStringClaim("oid"))
                .isEqualTo(objectId("ada@contoso.example", FABRIKAM))
                .isNotEqualTo(objectId("ada@contoso.example", CONTOSO));
        assertThat(claims.getStringListClaim("wids")).containsExactly("10dae51f-b6af-4016-8d66-8c2a99b929b3");
    }

    @Test
    void signsAGuestInAtHomeWhereTheTenantIsLeftOpen() throws Exception {
        JWTClaimsSet claims = claims(redeemed("organizations", "ada@contoso.example"), "id_token");

        assertThat(claims.getStringClaim("tid")).isEqualTo(CONTOSO);
        assertThat(claims.getIssuer()).isEqualTo(simulator.authority() + "/" + CONTOSO + "/v2.0");
    }

    @Test
    void tellsTheRolesThatACustomerAssigned() throws Exception {
        Directory directory = simulator.entraId().directory();
        Person sam = directory.person("sam@fabrikam.example");
        directory.assignRole(sam, World.FABRIKAM, "Gateway.Operator");

        JWTClaimsSet claims = claims(redeemed(FABRIKAM, "sam@fabrikam.example"), "id_token");

        assertThat(claims.getStringListClaim("roles")).containsExactly("Gateway.Operator");
        assertThat(claims.getStringListClaim("wids")).containsExactly("b79fbf4d-3ef9-4689-8143-76b194e85509");
    }

    @Test
    void leavesDirectoryRolesOutWhenTheRegistrationDoesNotAskForThem() throws Exception {
        gateway().emitDirectoryRoles(false);

        assertThat(claims(redeemed(FABRIKAM, GINA), "id_token").getClaim("wids"))
                .isNull();
    }

    @Test
    void issuesADelegatedTokenForAnEnvironment() throws Exception {
        String url = "https://" + simulator.host("fabrikam");
        for (String permission : List.of("user_impersonation", ".default")) {
            JsonObject answer =
                    redeemed(FABRIKAM, "sam@fabrikam.example", withScope("openid " + url + "/" + permission));

            assertThat(answer.getString("scope")).isEqualTo(url + "/user_impersonation");
            assertThat(answer.containsKey("id_token")).isTrue();
            JWTClaimsSet claims = claims(answer, "access_token");
            assertThat(claims.getAudience()).containsExactly(url);
            assertThat(claims.getIssuer()).isEqualTo("https://sts.windows.net/" + FABRIKAM + "/");
            assertThat(claims.getStringClaim("tid")).isEqualTo(FABRIKAM);
            assertThat(claims.getStringClaim("appid")).isEqualTo(GATEWAY);
            assertThat(claims.getStringClaim("oid")).isEqualTo(objectId("sam@fabrikam.example", FABRIKAM));
            assertThat(claims.getStringClaim("scp")).isEqualTo("user_impersonation");
            assertThat(claims.getStringClaim("upn")).isEqualTo("sam@fabrikam.example");
            assertThat(claims.getStringClaim("name")).isEqualTo("Sam Stone");
            assertThat(claims.getStringClaim("ver")).isEqualTo("1.0");
        }
    }

    @Test
    void leavesTheIdTokenOutWhereItWasNotAskedFor() {
        String scope = "https://" + simulator.host("fabrikam") + "/user_impersonation";

        assertThat(redeemed(FABRIKAM, GINA, withScope(scope)).containsKey("id_token"))
                .isFalse();
    }

    @Test
    void takesACertificate() throws Exception {
        Map<String, String> form = redemption(visitor.signIn(FABRIKAM, GINA));
        form.remove("client_secret");
        form.put("client_assertion_type", TestClient.JWT_BEARER);
        form.put("client_assertion", assertion());

        assertThat(client.askToken(FABRIKAM, form).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesACodeASecondTime() throws Exception {
        Map<String, String> form = redemption(visitor.signIn(FABRIKAM, GINA));
        assertThat(client.askToken(FABRIKAM, form).statusCode()).isEqualTo(200);

        refuses(FABRIKAM, form, 400, "invalid_grant", 54005);
    }

    @Test
    void refusesACodeOfMoreThanTenMinutes() throws Exception {
        Map<String, String> form = redemption(visitor.signIn(FABRIKAM, GINA));
        clock.advance(Duration.ofMinutes(10));

        refuses(FABRIKAM, form, 400, "invalid_grant", 70008);
    }

    @Test
    void refusesACodeThatIsNone() throws Exception {
        refuses(FABRIKAM, with("code", "nonsense"), 400, "invalid_grant", 70000);
    }

    @Test
    void refusesTheCodeOfAnotherApplication() throws Exception {
        Map<String, String> form = redemption(visitor.signIn(FABRIKAM, GINA));
        form.put("client_id", "f0000000-0000-4000-8000-000000000001");
        form.put("client_secret", "simulated-fabrikam-service-secret~1");

        refuses(FABRIKAM, form, 400, "invalid_grant", 70000);
    }

    @Test
    void refusesAnotherTenantThanTheCodesOwn() throws Exception {
        Map<String, String> form = redemption(visitor.signIn(FABRIKAM, GINA));

        refuses(CONTOSO, form, 400, "invalid_grant", 700005);
        refuses("organizations", form, 400, "invalid_grant", 700005);
        assertThat(client.askToken("fabrikam.example", form).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesAnotherAddress() throws Exception {
        refuses(FABRIKAM, with("redirect_uri", Visitor.CONNECT), 400, "invalid_client", 500112);
        refuses(FABRIKAM, with("redirect_uri", ""), 400, "invalid_request", 900144);
    }

    @Test
    void refusesAnotherVerifierOrNone() throws Exception {
        refuses(FABRIKAM, with("code_verifier", Visitor.CHALLENGE), 400, "invalid_grant", 501481);
        Map<String, String> form = with("scope", "");
        form.remove("code_verifier");
        refuses(FABRIKAM, form, 400, "invalid_grant", 501481);
    }

    @Test
    void refusesAVerifierWhereNoChallengeWasGiven() throws Exception {
        Map<String, String> request = signInRequest();
        request.remove("code_challenge");
        request.remove("code_challenge_method");
        Map<String, String> form = redemption(visitor.signIn(FABRIKAM, GINA, request));

        refuses(FABRIKAM, form, 400, "invalid_grant", 501481);
        form.remove("code_verifier");
        assertThat(client.askToken(FABRIKAM, form).statusCode()).isEqualTo(200);
    }

    @Test
    void takesThePlainVerifierOfAPlainChallenge() throws Exception {
        Map<String, String> request = signInRequest();
        request.put("code_challenge", Visitor.VERIFIER);
        request.remove("code_challenge_method");

        assertThat(redeemed(FABRIKAM, GINA, request).containsKey("id_token")).isTrue();
    }

    @Test
    void refusesMoreThanWasAskedForAtFirst() throws Exception {
        String scope = "https://" + simulator.host("fabrikam") + "/user_impersonation";

        refuses(FABRIKAM, with("scope", scope), 400, "invalid_scope", 70011);
        assertThat(client.askToken(FABRIKAM, with("scope", "openid")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesAWrongSecret() throws Exception {
        refuses(FABRIKAM, with("client_secret", "wrong"), 401, "invalid_client", 7000215);
    }

    @Test
    void refusesWhatWasRevokedInBetween() throws Exception {
        Map<String, String> request = withScope("https://" + simulator.host("fabrikam") + "/user_impersonation");
        Map<String, String> form = redemption(visitor.signIn(FABRIKAM, GINA, request));

        gateway().revokeGrantIn(UUID.fromString(FABRIKAM));
        refuses(FABRIKAM, form, 400, "invalid_grant", 65001);
        gateway().disableIn(UUID.fromString(FABRIKAM));
        refuses(FABRIKAM, form, 401, "unauthorized_client", 7000112);
        gateway().removeFrom(UUID.fromString(FABRIKAM));
        refuses(FABRIKAM, form, 401, "invalid_client", 7000229);
    }

    private JsonObject redeemed(String tenant, String account) {
        return redeemed(tenant, account, signInRequest());
    }

    private JsonObject redeemed(String tenant, String account, Map<String, String> request) {
        try {
            HttpResponse<String> response =
                    client.askToken(tenant, redemption(visitor.signIn(tenant, account, prompting(request))));
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return json(response);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> prompting(Map<String, String> request) {
        request.put("prompt", "select_account");
        return request;
    }

    private static Map<String, String> withScope(String scope) {
        Map<String, String> request = signInRequest();
        request.put("scope", scope);
        return request;
    }

    private Map<String, String> with(String name, String value) {
        Map<String, String> form = redemption(visitor.signIn(FABRIKAM, GINA, prompting(signInRequest())));
        form.put(name, value);
        return form;
    }

    private static JWTClaimsSet claims(JsonObject answer, String name) throws Exception {
        return SignedJWT.parse(answer.getString(name)).getJWTClaimsSet();
    }

    private static String objectId(String account, String tenant) {
        return Person.objectId(account, UUID.fromString(tenant)).toString();
    }

    private Application gateway() {
        return simulator.entraId().directory().gateway();
    }

    private String assertion() throws Exception {
        X509Certificate certificate = client.gatewayCertificate();
        String thumbprint = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        return TestClient.assertion(
                JWSAlgorithm.PS256,
                Map.of("x5t#S256", thumbprint),
                new JWTClaimsSet.Builder()
                        .issuer(GATEWAY)
                        .subject(GATEWAY)
                        .audience(client.tokenEndpoint(FABRIKAM))
                        .jwtID(UUID.randomUUID().toString())
                        .notBeforeTime(Date.from(clock.instant()))
                        .expirationTime(Date.from(clock.instant().plus(Duration.ofMinutes(5))))
                        .build(),
                client.gatewayKey());
    }

    private void refuses(String tenant, Map<String, String> form, int status, String error, int code) throws Exception {
        HttpResponse<String> response = client.askToken(tenant, form);
        assertThat(response.body()).contains("AADSTS" + code + ": ");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).getString("error")).isEqualTo(error);
    }
}
