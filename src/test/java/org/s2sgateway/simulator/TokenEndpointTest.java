package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.simulator.TestClient.ADVENTURE_WORKS;
import static org.s2sgateway.simulator.TestClient.CONTOSO;
import static org.s2sgateway.simulator.TestClient.FABRIKAM;
import static org.s2sgateway.simulator.TestClient.GATEWAY;
import static org.s2sgateway.simulator.TestClient.json;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenEndpointTest {

    @TempDir
    Path home;

    private Simulator simulator;
    private TestClient client;

    @BeforeEach
    void start() throws IOException {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(home));
        client = new TestClient(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void issuesATokenForAnEnvironmentOfTheTenant() throws Exception {
        HttpResponse<String> response = client.askToken(CONTOSO, client.form("contoso"));

        assertThat(response.statusCode()).isEqualTo(200);
        JsonObject answer = json(response);
        assertThat(answer.getString("token_type")).isEqualTo("Bearer");
        assertThat(answer.keySet()).doesNotContain("scope", "refresh_token");
        assertThat(Duration.ofSeconds(answer.getInt("expires_in")))
                .isBetween(Duration.ofMinutes(60), Duration.ofMinutes(90));
        JWTClaimsSet claims = SignedJWT.parse(answer.getString("access_token")).getJWTClaimsSet();
        assertThat(claims.getAudience()).containsExactly("https://" + simulator.host("contoso"));
        assertThat(claims.getIssuer()).isEqualTo("https://sts.windows.net/" + CONTOSO + "/");
        assertThat(claims.getStringClaim("tid")).isEqualTo(CONTOSO);
        assertThat(claims.getStringClaim("appid")).isEqualTo(GATEWAY);
        assertThat(claims.getStringClaim("ver")).isEqualTo("1.0");
        assertThat(claims.getClaim("roles")).isNull();
    }

    @Test
    void keepsTheSlashOfAResourceInTheAudience() throws Exception {
        Map<String, String> form = client.form("contoso");
        form.put("scope", "https://" + simulator.host("contoso") + "//.default");

        String token = json(client.askToken(CONTOSO, form)).getString("access_token");

        assertThat(SignedJWT.parse(token).getJWTClaimsSet().getAudience())
                .containsExactly("https://" + simulator.host("contoso") + "/");
    }

    @Test
    void issuesConsumersVersion2TokensWithTheirRoles() throws Exception {
        JWTClaimsSet claims = consumerClaims(CONTOSO, "registry-manager", "api://" + GATEWAY);

        assertThat(claims.getIssuer()).isEqualTo(simulator.authority() + "/" + CONTOSO + "/v2.0");
        assertThat(claims.getAudience()).containsExactly(GATEWAY);
        assertThat(claims.getStringClaim("azp")).isEqualTo("b0000000-0000-4000-8000-000000000005");
        assertThat(claims.getStringListClaim("roles")).containsExactly("Tenants.Manage", "Tenants.Read");
        assertThat(claims.getStringClaim("ver")).isEqualTo("2.0");
    }

    @Test
    void issuesConsumersVersion1TokensWhenTheRegistrationSaysSo() throws Exception {
        simulator.entraId().directory().gateway().accessTokenVersion(1);

        JWTClaimsSet claims = consumerClaims(CONTOSO, "orders-service", "api://" + GATEWAY);

        assertThat(claims.getIssuer()).isEqualTo("https://sts.windows.net/" + CONTOSO + "/");
        assertThat(claims.getAudience()).containsExactly("api://" + GATEWAY);
        assertThat(claims.getStringClaim("appid")).isEqualTo("b0000000-0000-4000-8000-000000000001");
        assertThat(claims.getStringListClaim("roles")).containsExactly("Dataverse.Access");
    }

    @Test
    void issuesACustomersApplicationTheRolesOfItsOwnTenant() throws Exception {
        JWTClaimsSet claims = consumerClaims(FABRIKAM, "fabrikam-service", GATEWAY);

        assertThat(claims.getStringClaim("tid")).isEqualTo(FABRIKAM);
        assertThat(claims.getStringListClaim("roles"))
                .containsExactly("Dataverse.Access", "Gateway.Operator", "Tenants.Manage");
    }

    @Test
    void leavesRolesOutWhereThereAreNone() throws Exception {
        assertThat(consumerClaims(CONTOSO, "no-roles", GATEWAY).getClaim("roles"))
                .isNull();
    }

    @Test
    void refusesInTheShapeOfEntraId() throws Exception {
        Map<String, String> form = client.form("contoso");
        form.put("client_secret", "wrong");

        HttpResponse<String> response = client.askToken(CONTOSO, form);

        assertThat(response.statusCode()).isEqualTo(401);
        JsonObject error = json(response);
        assertThat(error.getString("error")).isEqualTo("invalid_client");
        assertThat(error.getString("error_description"))
                .startsWith("AADSTS7000215: Invalid client secret provided.")
                .containsPattern("\r\nTrace ID: [0-9a-f-]{36}\r\nCorrelation ID: [0-9a-f-]{36}\r\nTimestamp: ");
        assertThat(error.getJsonArray("error_codes").getInt(0)).isEqualTo(7000215);
        assertThat(error.getString("trace_id")).hasSize(36);
        assertThat(error.getString("correlation_id")).hasSize(36);
        assertThat(error.getString("timestamp")).endsWith("Z");
        assertThat(error.getString("error_uri")).isEqualTo(simulator.authority() + "/error?code=7000215");
    }

    @Test
    void refusesAnExpiredSecret() throws Exception {
        refuses(CONTOSO, with("client_secret", "simulated-gateway-secret~expired"), 401, "invalid_client", 7000222);
    }

    @Test
    void refusesARequestWithoutCredential() throws Exception {
        refuses(CONTOSO, without("client_secret"), 401, "invalid_client", 7000218);
    }

    @Test
    void refusesAnApplicationThatNobodyConsentedTo() throws Exception {
        refuses(ADVENTURE_WORKS, client.form("contoso"), 400, "unauthorized_client", 700016);
    }

    @Test
    void refusesAnUnknownApplication() throws Exception {
        refuses(CONTOSO, with("client_id", "99999999-0000-4000-8000-000000000001"), 400, "unauthorized_client", 700016);
    }

    @Test
    void refusesAnApplicationWhoseServicePrincipalWasDeleted() throws Exception {
        simulator.entraId().directory().gateway().removeFrom(UUID.fromString(FABRIKAM));

        refuses(FABRIKAM, client.form("fabrikam"), 401, "invalid_client", 7000229);
    }

    @Test
    void refusesADisabledApplication() throws Exception {
        simulator.entraId().directory().gateway().disableIn(UUID.fromString(FABRIKAM));

        refuses(FABRIKAM, client.form("fabrikam"), 401, "unauthorized_client", 7000112);
    }

    @Test
    void refusesAnUnknownTenant() throws Exception {
        refuses("99999999-0000-4000-8000-000000000001", client.form("contoso"), 400, "invalid_request", 90002);
        refuses("nobody.example", client.form("contoso"), 400, "invalid_request", 90002);
    }

    @Test
    void refusesWhatIsNoTenantAtAll() throws Exception {
        refuses("nonsense", client.form("contoso"), 400, "invalid_request", 900023);
    }

    @Test
    void refusesTheSharedEndpoints() throws Exception {
        for (String shared : List.of("common", "organizations")) {
            refuses(shared, client.form("contoso"), 400, "invalid_request", 9001023);
        }
    }

    @Test
    void refusesAnUnknownResource() throws Exception {
        refuses(CONTOSO, with("scope", "https://nobody.crm4.dynamics.com/.default"), 400, "invalid_resource", 500011);
    }

    @Test
    void refusesAnEnvironmentOfAnotherTenant() throws Exception {
        refuses(CONTOSO, client.form("fabrikam"), 400, "invalid_resource", 500011);
    }

    @Test
    void refusesAScopeWithoutDefault() throws Exception {
        String host = simulator.host("contoso");
        refuses(CONTOSO, with("scope", "https://" + host + "/user_impersonation"), 400, "invalid_scope", 1002012);
        refuses(CONTOSO, with("scope", "openid profile"), 400, "invalid_scope", 1002012);
    }

    @Test
    void refusesSeveralResources() throws Exception {
        String scope = "https://" + simulator.host("contoso") + "/.default https://" + simulator.host("contoso-large")
                + "/.default";
        refuses(CONTOSO, with("scope", scope), 400, "invalid_scope", 28002);
    }

    @Test
    void refusesAMissingParameter() throws Exception {
        for (String name : List.of("grant_type", "client_id", "scope")) {
            refuses(CONTOSO, without(name), 400, "invalid_request", 900144);
        }
    }

    @Test
    void refusesAnotherGrantType() throws Exception {
        refuses(CONTOSO, with("grant_type", "password"), 400, "unsupported_grant_type", 70003);
    }

    @Test
    void takesADomainForItsTenant() throws Exception {
        assertThat(client.askToken("contoso.example", client.form("contoso")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void remembersEverySecretAndToken() throws Exception {
        String token = client.token(CONTOSO, "contoso");

        assertThat(simulator.spokenSecrets())
                .contains(token, TestClient.GATEWAY_SECRET, "simulated-demo-secret~1", "simulated-p12-password");
    }

    private JWTClaimsSet consumerClaims(String tenant, String application, String resource) throws Exception {
        Map<String, String> form = Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                simulator
                        .entraId()
                        .directory()
                        .application(application)
                        .clientId()
                        .toString(),
                "client_secret",
                "simulated-" + application + "-secret~1",
                "scope",
                resource + "/.default");
        return SignedJWT.parse(json(client.askToken(tenant, form)).getString("access_token"))
                .getJWTClaimsSet();
    }

    private Map<String, String> with(String name, String value) {
        Map<String, String> form = client.form("contoso");
        form.put(name, value);
        return form;
    }

    private Map<String, String> without(String name) {
        Map<String, String> form = client.form("contoso");
        form.remove(name);
        return form;
    }

    private void refuses(String tenant, Map<String, String> form, int status, String error, int code) throws Exception {
        HttpResponse<String> response = client.askToken(tenant, form);
        assertThat(response.body()).contains("AADSTS" + code + ": ");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).getString("error")).isEqualTo(error);
        assertThat(json(response).getJsonArray("error_codes").getInt(0)).isEqualTo(code);
    }
}
