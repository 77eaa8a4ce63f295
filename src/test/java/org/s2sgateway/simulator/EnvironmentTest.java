package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.simulator.TestClient.CONTOSO;
import static org.s2sgateway.simulator.TestClient.FABRIKAM;
import static org.s2sgateway.simulator.TestClient.GATEWAY;
import static org.s2sgateway.simulator.TestClient.json;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.s2sgateway.simulator.dataverse.ApplicationUser;
import org.s2sgateway.simulator.dataverse.Environment;
import org.s2sgateway.simulator.wire.RecordedRequest;

class EnvironmentTest {

    /** A clock that a test moves. */
    private static final class MovedClock extends Clock {

        private Duration offset = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(offset);
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @TempDir
    Path home;

    private final MovedClock clock = new MovedClock();
    private Simulator simulator;
    private TestClient client;

    @BeforeEach
    void start() throws Exception {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(home).withClock(clock));
        client = new TestClient(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void challengesAStranger() throws Exception {
        HttpResponse<String> response = client.get(url("contoso", "WhoAmI"));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer authorization_uri=" + simulator.authority() + "/" + CONTOSO
                        + "/oauth2/authorize, resource_id=https://" + simulator.host("contoso") + "/");
    }

    @Test
    void hasAsManyAccountsAsTheWalkthroughAsksForWhereItIsToldTo() throws Exception {
        DataverseClient contoso = new DataverseClient(simulator, "contoso");
        assertThat(contoso.rows("accounts?$select=name&$top=3")).hasSize(2);

        simulator.environment("contoso").seedThirdAccount();

        assertThat(contoso.rows("accounts?$select=name&$top=3"))
                .extracting(account -> account.getString("name"))
                .containsExactly("Test Account 1", "Test Account 2", "Test Account 3");
    }

    @Test
    void tellsAMemberWhoItIs() throws Exception {
        HttpResponse<String> response = get("contoso", "WhoAmI()", client.token(CONTOSO, "contoso"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).getString("@odata.context"))
                .isEqualTo(url("contoso", "$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse"));
        assertThat(json(response).keySet()).contains("BusinessUnitId", "UserId", "OrganizationId");
        assertThat(response.headers().firstValue("x-ms-dop-hint")).isPresent();
    }

    @Test
    void givesTheHeadersOfDataverse() throws Exception {
        HttpResponse<String> response = get("contoso", "WhoAmI", client.token(CONTOSO, "contoso"));

        assertThat(response.headers().firstValue("OData-Version")).contains("4.0");
        assertThat(response.headers().firstValue("x-ms-service-request-id")).isPresent();
        assertThat(response.headers().firstValue("REQ_ID")).isPresent();
        assertThat(response.headers().firstValue("Set-Cookie").orElse("")).startsWith("ARRAffinity=");
        assertThat(response.headers().firstValue("Server")).isPresent();
        assertThat(response.headers().firstValue("Strict-Transport-Security")).isPresent();
        assertThat(response.headers().firstValue("x-ms-ratelimit-burst-remaining-xrm-requests"))
                .isPresent();
    }

    @Test
    void refusesATokenOfAnotherAudience() throws Exception {
        refusesToken(client.token(CONTOSO, "contoso-large"), "the audience is not this environment");
        refusesToken(simulator.token("demo"), "the audience is not this environment");
    }

    @Test
    void refusesATokenOfAnotherTenant() throws Exception {
        String token = simulator
                .oddToken("orders-service")
                .audience("https://" + simulator.host("contoso"))
                .claim("tid", FABRIKAM)
                .sign();

        refusesToken(token, "the token is of another tenant");
    }

    @Test
    void refusesAnExpiredToken() throws Exception {
        String token = client.token(CONTOSO, "contoso");
        clock.offset = Duration.ofMinutes(91);

        refusesToken(token, "the token is expired");
    }

    @Test
    void refusesAForgedToken() throws Exception {
        refusesToken(
                simulator
                        .oddToken("orders-service")
                        .audience("https://" + simulator.host("contoso"))
                        .signByStranger(),
                "the signature is invalid");
        refusesToken("nonsense", "the token is malformed");
    }

    @Test
    void refusesATokenWhoseKeyIsNoLongerPublished() throws Exception {
        String token = client.token(CONTOSO, "contoso");
        simulator.entraId().keys().rotate(false);

        refusesToken(token, "the signature is invalid");
    }

    @Test
    void acceptsOneSlashAfterTheAudience() throws Exception {
        String token = simulator
                .oddToken("orders-service")
                .audience("https://" + simulator.host("contoso") + "/")
                .claim("appid", GATEWAY)
                .sign();

        assertThat(get("contoso", "WhoAmI", token).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesAnApplicationWithoutApplicationUser() throws Exception {
        refuses("contoso-no-application-user", "WhoAmI", "0x80072560", "The user is not a member of the organization.");
    }

    @Test
    void refusesADisabledApplicationUser() throws Exception {
        refuses("contoso-disabled", "WhoAmI", "0x80040225", "is disabled");
    }

    @Test
    void refusesAnApplicationUserWithoutRole() throws Exception {
        refuses("contoso-no-role", "WhoAmI", "0x80042f09", "has not been assigned any roles");
    }

    @Test
    void refusesReadingWithoutThePrivilege() throws Exception {
        assertThat(get("contoso-no-read", "WhoAmI", client.token(CONTOSO, "contoso-no-read"))
                        .statusCode())
                .isEqualTo(200);
        refuses("contoso-no-read", "accounts", "0x80040220", "is missing prvReadAccount privilege");
        refuses("contoso", "systemusers", "0x80040220", "is missing prvReadUser privilege");
    }

    @Test
    void refusesBehindTheFirewall() throws Exception {
        refuses("contoso-firewall", "WhoAmI", "0x80095ffe", "access to your ip is blocked");
    }

    @Test
    void refusesImpersonationWithoutThePrivilege() throws Exception {
        String token = client.token(CONTOSO, "contoso");
        String someone = "9b000000-0000-4000-8000-000000000001";

        HttpResponse<String> refused = impersonated(token, "CallerObjectId", someone);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("\"code\":\"0x8004A110\"");
        assertThat(impersonated(token, "MSCRMCallerID", someone).statusCode()).isEqualTo(403);
    }

    @Test
    void allowsImpersonationWithThePrivilege() throws Exception {
        String token = client.token(CONTOSO, "contoso");
        Set<String> privileges = new HashSet<>(ApplicationUser.EVERYTHING);
        privileges.add(ApplicationUser.ACT_ON_BEHALF);
        simulator.environment("contoso").put(UUID.fromString(GATEWAY), false, privileges);

        assertThat(impersonated(
                                token,
                                "CallerObjectId",
                                simulator.personId("ada@contoso.example").toString())
                        .statusCode())
                .isEqualTo(200);
        assertThat(impersonated(token, "CallerObjectId", "nobody").statusCode()).isEqualTo(400);
    }

    @Test
    void letsATestCreateAndRemoveTheApplicationUser() throws Exception {
        Environment environment = simulator.environment("contoso-no-application-user");
        String token = client.token(CONTOSO, "contoso-no-application-user");

        environment.put(UUID.fromString(GATEWAY), false, ApplicationUser.EVERYTHING);
        assertThat(get("contoso-no-application-user", "accounts", token).statusCode())
                .isEqualTo(200);

        environment.removeApplicationUser(UUID.fromString(GATEWAY));
        assertThat(get("contoso-no-application-user", "accounts", token).statusCode())
                .isEqualTo(403);
    }

    @Test
    void recordsWhatItWasAsked() throws Exception {
        client.get(url("fabrikam", "accounts(accountnumber='A%2F1')?%24select=name"), "X-Probe", "one");

        assertThat(simulator.environment("fabrikam").requests()).hasSize(1);
        RecordedRequest request = simulator.environment("fabrikam").requests().get(0);
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.target()).isEqualTo("/api/data/v9.2/accounts(accountnumber='A%2F1')?%24select=name");
        assertThat(request.header("x-probe")).contains("one");
        assertThat(simulator.environment("contoso").requests()).isEmpty();
    }

    @Test
    void compressesWhenAskedTo() throws Exception {
        HttpResponse<String> response = client.get(
                url("contoso", "accounts"),
                "Authorization",
                "Bearer " + client.token(CONTOSO, "contoso"),
                "Accept-Encoding",
                "gzip");

        assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
    }

    private String url(String environment, String path) {
        return "https://" + simulator.host(environment) + "/api/data/v9.2/" + path;
    }

    private HttpResponse<String> get(String environment, String path, String token) throws Exception {
        return client.get(url(environment, path), "Authorization", "Bearer " + token);
    }

    private HttpResponse<String> impersonated(String token, String header, String value) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(url("contoso", "WhoAmI")))
                .header("Authorization", "Bearer " + token)
                .header(header, value)
                .build());
    }

    private void refusesToken(String token, String reason) throws Exception {
        HttpResponse<String> response = get("contoso", "WhoAmI", token);
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
                .contains("error=\"invalid_token\"", reason, "authorization_uri=");
    }

    private void refuses(String environment, String path, String code, String text) throws Exception {
        HttpResponse<String> response = get(environment, path, client.token(CONTOSO, environment));
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(json(response).getJsonObject("error").getString("code")).isEqualTo(code);
        assertThat(json(response).getJsonObject("error").getString("message")).contains(text);
    }
}
