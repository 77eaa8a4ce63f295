package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Answers.code;
import static org.s2sgateway.it.Answers.failed;
import static org.s2sgateway.it.Answers.json;
import static org.s2sgateway.it.Answers.sentence;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.s2sgateway.testing.ServerKind;
import org.s2sgateway.testing.ServerProcess;
import org.s2sgateway.testing.WebBrowser;

/** Other credentials than the run's secret, each on a server of its own. */
class CredentialIT {

    private static final String HOME = "c0a00000-0000-4000-8000-000000000001";

    private final RunningGateway run = GatewayRun.gateway();

    @Test
    void saysWhichCodeEntraIdRefusedASecretWithWhatItMeansAndWhoActs() throws IOException, InterruptedException {
        Map<String, String> environment = environment("wrong-secret");
        environment.put("S2S_REGISTRATION_CLIENT_SECRET", "not-the-secret-of-this-application");

        try (ServerProcess server = start("wrong-secret", environment)) {
            RunningGateway gateway = new RunningGateway(server.address(), run.simulator());

            JsonObject step = failed(json(register(gateway)));
            assertThat(step.getString("step")).isEqualTo("token");
            assertThat(step.getString("code")).isEqualTo("AADSTS7000215");
            assertThat(step.getString("actor")).isEqualTo("operator");

            HttpResponse<String> call = accounts(gateway);
            assertThat(code(call)).isEqualTo("502 S2S.TokenRefused");
            assertThat(sentence(call))
                    .contains("AADSTS7000215", "The operator of this gateway can put it right", "secret")
                    .doesNotContain("not-the-secret-of-this-application");
            assertThat(server.log()).contains("AADSTS7000215").doesNotContain("not-the-secret-of-this-application");
        }
    }

    @Test
    void signsWithACertificateInAPemFile() throws IOException, InterruptedException {
        Map<String, String> environment = environment("certificate");
        environment.remove("S2S_REGISTRATION_CLIENT_SECRET");
        environment.put(
                "S2S_REGISTRATION_CERTIFICATE_FILE",
                run.simulator().gatewayPem().toString());

        try (ServerProcess server = ServerProcess.start(
                ServerKind.ofThisRun(), Path.of(System.getProperty("it.folder"), "certificate"), address -> {
                    environment.put("S2S_PUBLIC_URL", address.toString());
                    return environment;
                })) {
            RunningGateway gateway = new RunningGateway(server.address(), run.simulator());

            assertThat(json(register(gateway)).getString("status")).isEqualTo("connected");
            assertThat(accounts(gateway).body()).contains("Test Account 1");
            JsonObject credential =
                    json(gateway.getAs("registry-reader", "/api/registration")).getJsonObject("credential");
            assertThat(credential.getString("kind")).isEqualTo("certificate");
            assertThat(credential.getString("expiresAt")).endsWith("Z");
            assertThat(new WebBrowser(run.simulator().trustingTls())
                            .get(URI.create(server.address() + "/my"))
                            .submit("Sign in with Microsoft")
                            .clickLink("Continue")
                            .submit("ada@contoso.example")
                            .text())
                    .as("people's sign-in")
                    .contains("Ada");
        }
    }

    private static Map<String, String> environment(String name) {
        Map<String, String> environment = GatewayRun.variablesWithoutDatabase();
        environment.put("S2S_DB_URL", "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
        return environment;
    }

    private static ServerProcess start(String name, Map<String, String> environment)
            throws IOException, InterruptedException {
        return ServerProcess.start(ServerKind.ofThisRun(), Path.of(System.getProperty("it.folder"), name), environment);
    }

    private HttpResponse<String> register(RunningGateway gateway) {
        return gateway.send(gateway.requestAs("registry-manager", "/api/tenants/" + HOME + "/environments")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"url\":\"https://" + run.simulator().host("contoso") + "\"}")));
    }

    private HttpResponse<String> accounts(RunningGateway gateway) {
        return gateway.getAs(
                "orders-service",
                "/api/dataverse/" + run.simulator().host("contoso") + "/api/data/v9.2/accounts?$select=name&$top=3");
    }
}
