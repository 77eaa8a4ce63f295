package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.simulator.DataverseClient.refusal;

import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.s2sgateway.simulator.dataverse.Limits;
import org.s2sgateway.simulator.wire.Faults;
import org.s2sgateway.simulator.wire.ServiceLimit;

class ServiceProtectionTest {

    private static final Duration WINDOW = Duration.ofSeconds(300);

    @TempDir
    Path home;

    private Simulator simulator;
    private DataverseClient contoso;

    @BeforeEach
    void start() throws Exception {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(home));
        contoso = new DataverseClient(simulator, "contoso");
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void throttlesWithTheThreeCodes() throws Exception {
        for (ServiceLimit limit : ServiceLimit.values()) {
            simulator.faults().throttle("contoso", 1, limit, Duration.ofSeconds(7), false);
        }

        HttpResponse<String> first = contoso.get("WhoAmI");
        assertThat(refusal(first)).isEqualTo("429 0x80072322");
        assertThat(first.headers().firstValue("Retry-After")).contains("7");
        assertThat(refusal(contoso.get("WhoAmI"))).isEqualTo("429 0x80072321");
        assertThat(refusal(contoso.get("WhoAmI"))).isEqualTo("429 0x80072326");
        assertThat(contoso.get("WhoAmI").statusCode()).isEqualTo(200);
    }

    @Test
    void givesTheTimeToComeBackAsADate() throws Exception {
        simulator.faults().throttle("contoso", 1, ServiceLimit.REQUESTS, Duration.ofSeconds(60), true);

        String date = contoso.get("WhoAmI").headers().firstValue("Retry-After").orElseThrow();

        assertThat(date).matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
        assertThat(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant())
                .isAfter(Instant.now().plusSeconds(30))
                .isBefore(Instant.now().plusSeconds(61));
    }

    @Test
    void countsRequestsInAWindow() throws Exception {
        simulator.environment("contoso").limit(new Limits(2, WINDOW, Duration.ofMinutes(20), 52, false));

        HttpResponse<String> first = contoso.get("WhoAmI");
        assertThat(first.headers().firstValue("x-ms-ratelimit-burst-remaining-xrm-requests"))
                .contains("1");
        assertThat(contoso.get("WhoAmI").statusCode()).isEqualTo(200);
        HttpResponse<String> refused = contoso.get("WhoAmI");
        assertThat(refusal(refused)).isEqualTo("429 0x80072322");
        assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(200, 300);

        simulator.environment("contoso").reset();
        assertThat(contoso.get("WhoAmI").statusCode()).isEqualTo(200);
    }

    @Test
    void countsWhatIsUnderWayAtATimeWhichMayBeMoreThanItHasThreads() throws Exception {
        simulator.environment("contoso").limit(new Limits(6_000, WINDOW, Duration.ofMinutes(20), 40, false));
        simulator.faults().delay("contoso", Faults.ALWAYS, Duration.ofSeconds(3));
        HttpClient http =
                HttpClient.newBuilder().sslContext(simulator.trustingTls()).build();

        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            calls.add(http.sendAsync(contoso.request("GET", "WhoAmI").build(), BodyHandlers.ofString()));
        }

        assertThat(calls.stream().map(call -> call.join().statusCode()).toList())
                .containsOnly(200, 429)
                .contains(200, 429);
        assertThat(calls.stream().filter(call -> call.join().statusCode() == 429))
                .allSatisfy(call -> assertThat(refusal(call.join())).isEqualTo("429 0x80072326"));
        assertThat(contoso.get("WhoAmI").statusCode()).isEqualTo(200);
    }

    @Test
    void countsExecutionTime() throws Exception {
        simulator.environment("contoso").limit(new Limits(6_000, WINDOW, Duration.ofMillis(1), 52, false));
        simulator.faults().delay("contoso", 1, Duration.ofMillis(20));

        assertThat(contoso.get("WhoAmI").statusCode()).isEqualTo(200);
        assertThat(refusal(contoso.get("WhoAmI"))).isEqualTo("429 0x80072321");
    }

    @Test
    void isLimitedOverHttp() throws Exception {
        assertThat(control("limits", "{\"requests\":1}")).isEqualTo(204);
        assertThat(contoso.get("WhoAmI").statusCode()).isEqualTo(200);
        assertThat(contoso.get("WhoAmI").statusCode()).isEqualTo(429);
        assertThat(control("limits", "{}")).isEqualTo(204);
        assertThat(contoso.get("WhoAmI").statusCode()).isEqualTo(200);
        assertThat(control("limits", "{\"requests\":0}")).isEqualTo(400);
    }

    @Test
    void echoesTheClientsRequestId() throws Exception {
        HttpResponse<String> answer = contoso.get("WhoAmI", "x-ms-client-request-id", "abc");

        assertThat(answer.headers().allValues("x-ms-client-request-id")).containsExactly("abc");
    }

    @Test
    void hasEnvironmentsForLoad() throws Exception {
        try (Simulator large = Simulator.start(
                SimulatorOptions.onFreePorts(home.resolve("large")).withLoadEnvironments(50))) {
            assertThat(large.environments()).hasSize(66);
            assertThat(new DataverseClient(large, "load-50").rows("accounts")).hasSize(2);
        }
    }

    private int control(String what, String body) throws Exception {
        return contoso.send(TestClient.request(simulator.authority() + "/simulator/environments/contoso/" + what)
                        .POST(BodyPublishers.ofString(body))
                        .build())
                .statusCode();
    }
}
