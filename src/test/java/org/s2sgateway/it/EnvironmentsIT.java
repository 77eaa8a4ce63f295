package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Answers.code;
import static org.s2sgateway.it.Answers.failed;
import static org.s2sgateway.it.Answers.json;
import static org.s2sgateway.it.Answers.sentence;
import static org.s2sgateway.it.Answers.steps;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.simulator.wire.Fault;

/** How environments get into the registry, and what the readiness ladder says of them. */
class EnvironmentsIT {

    private static final String HOME = "c0a00000-0000-4000-8000-000000000001";
    private static final String MANAGER = "registry-manager";
    private static final String ALL_WELL = "host:passed tenant:passed consent:passed token:passed "
            + "applicationUser:passed enabled:passed role:passed whoAmI:passed read:passed impersonation:skipped";

    private final RunningGateway gateway = GatewayRun.gateway();

    @BeforeEach
    void startFromAnEmptyRegistry() {
        gateway.simulator()
                .environments()
                .forEach(place -> gateway.send(gateway.requestAs(MANAGER, "/api/environments/" + place.host())
                        .DELETE()));
    }

    @AfterEach
    void switchFaultsOff() {
        gateway.simulator().faults().clear();
    }

    @Test
    void connectsAnEnvironmentThatIsReady() {
        String host = gateway.simulator().host("contoso");

        HttpResponse<String> answer = register("https://" + host + "/main.aspx?appid=x#frag");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location")).hasValue(gateway.address() + "/api/environments/" + host);
        JsonObject environment = json(answer);
        assertThat(environment.getString("host")).isEqualTo(host);
        assertThat(environment.getString("url")).isEqualTo("https://" + host);
        assertThat(environment.getString("tenantId")).isEqualTo(HOME);
        assertThat(environment.getString("status")).isEqualTo("connected");
        assertThat(steps(environment)).isEqualTo(ALL_WELL);
    }

    @Test
    void saysThatAnEnvironmentIsThereAlready() {
        String url = "https://" + gateway.simulator().host("contoso");

        assertThat(register(url).statusCode()).isEqualTo(201);
        assertThat(register(url).statusCode()).isEqualTo(200);
    }

    @Test
    void looksAnewAtWhatIsThereButNotConnected() {
        String url = "https://" + gateway.simulator().host("contoso");
        gateway.simulator().faults().order("identity", "/oauth2/v2.0/token", 10, hangUp());
        assertThat(json(register(url)).getString("status")).isEqualTo("pending");
        gateway.simulator().faults().clear();

        HttpResponse<String> again = register(url);

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(json(again).getString("status")).isEqualTo("connected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://contoso.crm4.dynamics.com.evil.example",
                "https://evil.example",
                "https://127.0.0.1",
                "https://localhost",
                "https://169.254.169.254/metadata"
            })
    void refusesAHostThatIsNotAllowedAndListsThePatterns(String url) {
        HttpResponse<String> answer = register(url);

        assertThat(code(answer)).isEqualTo("400 S2S.BadRequest");
        assertThat(sentence(answer)).contains(gateway.simulator().host("contoso"), "s2s.dataverse.hosts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://localhost:9444", "https://user@localhost:9444", "https://", "ftp://x", "a b"})
    void refusesWhatIsNoEnvironmentsAddress(String url) {
        HttpResponse<String> answer = register(url);

        assertThat(code(answer)).isEqualTo("400 S2S.BadRequest");
        assertThat(sentence(answer)).contains("url");
    }

    @Test
    void refusesAnEnvironmentOfAnotherTenantAndStoresNothing() {
        String host = gateway.simulator().host("fabrikam");

        HttpResponse<String> answer = register("https://" + host);

        assertThat(code(answer)).isEqualTo("409 S2S.OtherTenant");
        assertThat(sentence(answer)).contains("fab00000-0000-4000-8000-000000000002");
        assertNothingStored(host);
    }

    @Test
    void refusesATenantThatIsNotThere() {
        HttpResponse<String> answer = gateway.send(
                gateway.requestAs(MANAGER, "/api/tenants/ad000000-0000-4000-8000-000000000003/environments")
                        .header("Content-Type", "application/json")
                        .POST(body("https://" + gateway.simulator().host("contoso"))));

        assertThat(code(answer)).isEqualTo("404 S2S.NotFound");
    }

    @Test
    void storesNothingOfAnEnvironmentThatHangsUp() {
        gateway.simulator().faults().hangUp("contoso", 10);

        HttpResponse<String> answer = register("https://" + gateway.simulator().host("contoso"));

        assertThat(code(answer)).isEqualTo("502 S2S.EnvironmentUnreachable");
        assertThat(json(answer).getString("remedy")).isNotBlank();
        assertNothingStored(gateway.simulator().host("contoso"));
    }

    @Test
    void storesNothingOfAnEnvironmentThatIsTooSlow() {
        gateway.simulator().faults().delay("contoso", 1, Duration.ofSeconds(8));

        assertThat(code(register("https://" + gateway.simulator().host("contoso"))))
                .isEqualTo("504 S2S.Timeout");
        assertNothingStored(gateway.simulator().host("contoso"));
    }

    @Test
    void storesNothingOfAnAddressThatDoesNotAnswerAsDataverse() {
        gateway.simulator().faults().loginPage("contoso", 1);

        assertThat(code(register("https://" + gateway.simulator().host("contoso"))))
                .isEqualTo("502 S2S.UnexpectedAnswer");
        assertNothingStored(gateway.simulator().host("contoso"));
    }

    @ParameterizedTest
    @CsvSource({
        "contoso-no-application-user, applicationUser, 0x80072560, environmentAdmin",
        "contoso-disabled, enabled, 0x80040225, environmentAdmin",
        "contoso-no-role, role, 0x80042f09, environmentAdmin",
        "contoso-no-read, read, 0x80040220, environmentAdmin",
        "contoso-firewall, whoAmI, 0x80095ffe, environmentAdmin"
    })
    void storesAsPendingWhatIsNotReadyAndSaysWhoActs(String name, String step, String code, String actor) {
        String host = gateway.simulator().host(name);

        HttpResponse<String> answer = register("https://" + host);

        assertThat(answer.statusCode()).isEqualTo(201);
        JsonObject environment = json(answer);
        assertThat(environment.getString("status")).isEqualTo("pending");
        assertThat(environment.getString("reason")).isEqualToIgnoringCase(code);
        assertFailed(environment, step, code, actor);
        assertFailed(check(host), step, code, actor);
        assertThat(check(host).getBoolean("connected")).isFalse();
    }

    @Test
    void storesAsPendingWhatGetsNoToken() {
        gateway.simulator().faults().order("identity", "/oauth2/v2.0/token", 10, hangUp());
        String host = gateway.simulator().host("contoso-large");

        HttpResponse<String> answer = register("https://" + host);

        assertThat(answer.statusCode()).isEqualTo(201);
        assertFailed(json(answer), "token", "S2S.IdentityProviderUnreachable", "operator");
    }

    @Test
    void degradesWhatWorkedAndConnectsItAgain() {
        String host = gateway.simulator().host("contoso");
        register("https://" + host);
        gateway.simulator().faults().status("contoso", 10, 503);

        JsonObject broken = check(host);
        gateway.simulator().faults().clear();

        assertThat(broken.getBoolean("connected")).isFalse();
        assertThat(statusOf(host)).isEqualTo("degraded");
        assertThat(check(host).getBoolean("connected")).isTrue();
        assertThat(statusOf(host)).isEqualTo("connected");
    }

    @Test
    void checksNothingThatIsNotRegistered() {
        assertThat(code(gateway.send(gateway.requestAs(MANAGER, "/api/environments/nowhere.example/check")
                        .POST(BodyPublishers.noBody()))))
                .isEqualTo("404 S2S.UnknownEnvironment");
    }

    private static void assertFailed(JsonObject report, String step, String code, String actor) {
        JsonObject failed = failed(report);
        assertThat(failed.getString("step")).isEqualTo(step);
        assertThat(failed.getString("code")).isEqualToIgnoringCase(code);
        assertThat(failed.getString("actor")).isEqualTo(actor);
        assertThat(failed.getString("explanation")).isNotBlank();
        assertThat(failed.getString("remedy")).isNotBlank();
    }

    private void assertNothingStored(String host) {
        assertThat(code(gateway.getAs(MANAGER, "/api/environments/" + host))).isEqualTo("404 S2S.UnknownEnvironment");
    }

    private static Fault hangUp() {
        return new Fault.HangUp();
    }

    private String statusOf(String host) {
        return json(gateway.getAs(MANAGER, "/api/environments/" + host)).getString("status");
    }

    private JsonObject check(String host) {
        return json(gateway.send(gateway.requestAs(MANAGER, "/api/environments/" + host + "/check")
                .POST(BodyPublishers.noBody())));
    }

    private HttpResponse<String> register(String url) {
        return gateway.send(gateway.requestAs(MANAGER, "/api/tenants/" + HOME + "/environments")
                .header("Content-Type", "application/json")
                .POST(body(url)));
    }

    private static BodyPublisher body(String url) {
        return BodyPublishers.ofString("{\"url\":\"" + url + "\"}");
    }
}
