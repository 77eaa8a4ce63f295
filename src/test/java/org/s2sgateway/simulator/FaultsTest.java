package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.s2sgateway.simulator.TestClient.CONTOSO;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Delivery;
import org.s2sgateway.simulator.wire.Fault;
import org.s2sgateway.simulator.wire.Faults;

class FaultsTest {

    @TempDir
    Path home;

    private Simulator simulator;
    private TestClient client;
    private DataverseClient contoso;

    @BeforeEach
    void start() throws Exception {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(home));
        client = new TestClient(simulator);
        contoso = new DataverseClient(simulator, "contoso");
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void answersToTheLetterWhatItIsTold() throws Exception {
        Answer told = Answer.text(403, "text/plain", "No.").with("X-Odd", "odd");
        simulator.faults().order("contoso", 1, new Fault.Verbatim(told));

        HttpResponse<String> response = contoso();

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).isEqualTo("No.");
        assertThat(response.headers().allValues("Content-Type")).containsExactly("text/plain");
        assertThat(response.headers().allValues("X-Odd")).containsExactly("odd");
        assertThat(response.headers().firstValue("REQ_ID")).isEmpty();
    }

    @Test
    void countsAnswersThatNobodyTookToTheirEnd() throws Exception {
        Answer told = new Answer(200, List.of(), new byte[64 * 1024], 1_000_000_000L);
        simulator.faults().order("contoso", 1, new Fault.Verbatim(told));

        try (InputStream body = contoso.stream("accounts").body()) {
            assertThat(body.read()).isZero();
        }

        Instant end = Instant.now().plusSeconds(30);
        while (simulator.environment("contoso").recorder().hangUps() == 0
                && Instant.now().isBefore(end)) {
            Thread.onSpinWait();
        }
        assertThat(simulator.environment("contoso").recorder().hangUps()).isEqualTo(1);
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
    void sendsElsewhereToSignIn() throws Exception {
        simulator.faults().loginRedirect("contoso", 1);

        HttpResponse<String> response = contoso();

        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("Location").orElse(""))
                .startsWith("https://login.microsoftonline.com/");
    }

    @Test
    void challengesThoughTheTokenIsGood() throws Exception {
        simulator.faults().status("contoso", 1, 401);

        HttpResponse<String> response = contoso.get("WhoAmI");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
                .startsWith("Bearer authorization_uri=" + simulator.authority());
        assertThat(contoso.get("WhoAmI").statusCode()).isEqualTo(200);
    }

    @Test
    void dripsABody() throws Exception {
        String whole = contoso.get("accounts").body();
        simulator.faults().drip("contoso", 1, whole.length() / 5, Duration.ofMillis(50));
        Instant before = Instant.now();

        assertThat(contoso.get("accounts").body()).isEqualTo(whole);
        assertThat(Duration.between(before, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "chunked"})
    void breaksOffInABody(String framing) throws Exception {
        simulator.faults().deliver("contoso", Delivery.of(false, framing));
        simulator.faults().reset("contoso", 1, 100);

        HttpResponse<InputStream> response = contoso.stream("accounts");

        assertThat(response.statusCode()).isEqualTo(200);
        byte[] read = new byte[1_000];
        assertThat(response.body().readNBytes(read, 0, 100)).isEqualTo(100);
        assertThatThrownBy(() -> response.body().readAllBytes()).isInstanceOf(IOException.class);
    }

    @Test
    void breaksOffBeforeTheLastByteAtTheLatest() throws Exception {
        simulator.faults().reset("contoso", 1, 1_000_000);

        assertThatThrownBy(() -> contoso.get("accounts")).isInstanceOf(IOException.class);
    }

    @Test
    void sendsBodiesAsItIsTold() throws Exception {
        HttpResponse<String> natural = contoso.get("accounts");
        assertThat(natural.headers().firstValue("Content-Length")).isPresent();
        simulator.faults().deliver("contoso", Delivery.of(true, "chunked"));
        HttpResponse<String> chunked = contoso.get("accounts");
        assertThat(chunked.headers().firstValue("Transfer-Encoding")).contains("chunked");
        assertThat(chunked.body()).isEqualTo(natural.body());

        assertThat(encoding("gzip, deflate;q=0.5")).isEqualTo("gzip");
        assertThat(encoding("br, x-gzip;q=0.3")).isEqualTo("gzip");
        assertThat(encoding("gzip;q=0")).isEqualTo("identity");
        assertThat(encoding("identity")).isEqualTo("identity");
        simulator.faults().deliver("contoso", Delivery.of(false, "natural"));
        assertThat(encoding("gzip")).isEqualTo("identity");
        simulator.faults().clear();
        assertThat(encoding("gzip")).isEqualTo("gzip");
    }

    private String encoding(String accepted) throws Exception {
        return contoso.get("accounts", "Accept-Encoding", accepted)
                .headers()
                .firstValue("Content-Encoding")
                .orElse("identity");
    }

    @Test
    void takesEveryOrderOverHttp() throws Exception {
        for (String fault : List.of(
                "\"throttle\",\"limit\":\"execution-time\",\"retryAfter\":5,\"asDate\":true",
                "\"status\",\"status\":503,\"retryAfter\":7",
                "\"delay\",\"milliseconds\":5",
                "\"loginPage\"",
                "\"loginRedirect\"",
                "\"drip\",\"bytes\":10,\"milliseconds\":5",
                "\"reset\",\"bytes\":10",
                "\"hangUp\"")) {
            assertThat(control("POST", "{\"place\":\"contoso\",\"fault\":" + fault + "}"))
                    .as(fault)
                    .isEqualTo(204);
        }

        assertThat(contoso().headers().firstValue("Retry-After").orElse("")).endsWith("GMT");
        assertThat(contoso().headers().firstValue("Retry-After")).contains("7");
        assertThat(control("POST", "{\"place\":\"contoso\",\"fault\":\"drip\",\"bytes\":0,\"milliseconds\":1}"))
                .isEqualTo(400);
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
