package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.s2sgateway.simulator.TestClient.CONTOSO;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.s2sgateway.simulator.wire.Fault;
import org.s2sgateway.simulator.wire.Faults;

class FaultsTest {

    @TempDir
    Path home;

    private Simulator simulator;
    private TestClient client;

    @BeforeEach
    void start() throws Exception {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(home));
        client = new TestClient(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void answersAnOrderedStatusAsOftenAsOrdered() throws Exception {
        simulator.faults().status("contoso", 2, 429, "7");

        for (int i = 0; i < 2; i++) {
            HttpResponse<String> response = contoso();
            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(response.headers().firstValue("Retry-After")).contains("7");
            assertThat(response.body()).contains("\"code\":\"0x80072322\"");
        }
        assertThat(contoso().statusCode()).isEqualTo(401);
    }

    @Test
    void answersAnOverloadedIdentitySideInPlainText() throws Exception {
        simulator.faults().status(Faults.IDENTITY, 1, 429, "60");

        HttpResponse<String> response = client.askToken(CONTOSO, client.form("contoso"));

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.body()).isEqualTo("Too Many Requests");
    }

    @Test
    void failsOnlyWhereItWasToldTo() throws Exception {
        simulator.faults().order(Faults.IDENTITY, "/token", Faults.ALWAYS, new Fault.Status(503, Map.of()));

        assertThat(client.get(simulator.authority() + "/common/discovery/v2.0/keys")
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.askToken(CONTOSO, client.form("contoso")).statusCode())
                .isEqualTo(503);
        assertThat(contoso().statusCode()).isEqualTo(401);
    }

    @Test
    void delaysAnAnswer() throws Exception {
        contoso();
        simulator.faults().delay("contoso", 1, Duration.ofMillis(300));
        Instant before = Instant.now();

        assertThat(contoso().statusCode()).isEqualTo(401);
        assertThat(Duration.between(before, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void hangsUp() {
        simulator.faults().hangUp("contoso", Faults.ALWAYS);

        assertThatThrownBy(this::contoso).isInstanceOf(IOException.class);
    }

    @Test
    void showsALoginPage() throws Exception {
        simulator.faults().loginPage("contoso", 1);

        HttpResponse<String> response = contoso();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    }

    @Test
    void takesOrdersOverHttp() throws Exception {
        assertThat(control("POST", "{\"place\":\"contoso\",\"fault\":\"status\",\"status\":503,\"times\":5}"))
                .isEqualTo(204);
        assertThat(contoso().statusCode()).isEqualTo(503);
        assertThat(client.get(simulator.authority() + "/simulator/faults").body())
                .contains("\"remaining\":4");

        assertThat(control("DELETE", "")).isEqualTo(204);
        assertThat(contoso().statusCode()).isEqualTo(401);
    }

    @Test
    void refusesOrdersItDoesNotUnderstand() throws Exception {
        assertThat(control("POST", "{\"place\":\"nowhere\",\"fault\":\"hangUp\"}"))
                .isEqualTo(400);
        assertThat(control("POST", "{\"place\":\"contoso\",\"fault\":\"rain\"}"))
                .isEqualTo(400);
        assertThat(control("POST", "{\"fault\":\"hangUp\"}")).isEqualTo(400);
        assertThat(control("POST", "nonsense")).isEqualTo(400);
    }

    @Test
    void describesTheWorld() throws Exception {
        String world = client.get(simulator.authority() + "/simulator").body();

        assertThat(world)
                .contains("\"name\":\"contoso-firewall\"", "\"url\":\"https://" + simulator.host("fabrikam") + "\"")
                .contains("\"secrets\":[\"simulated-orders-service-secret~1\"]");
    }

    private HttpResponse<String> contoso() throws IOException, InterruptedException {
        return client.get("https://" + simulator.host("contoso") + "/api/data/v9.2/");
    }

    private int control(String method, String body) throws IOException, InterruptedException {
        return client.send(TestClient.request(simulator.authority() + "/simulator/faults")
                        .method(method, BodyPublishers.ofString(body))
                        .build())
                .statusCode();
    }
}
