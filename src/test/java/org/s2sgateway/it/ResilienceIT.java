package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Answers.code;
import static org.s2sgateway.it.Answers.sentence;

import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.simulator.wire.Fault;
import org.s2sgateway.simulator.wire.Faults;
import org.s2sgateway.simulator.wire.RecordedRequest;
import org.s2sgateway.simulator.wire.ServiceLimit;

/** What the gateway mends and bears: throttling, outages, tokens that are refused, slow environments and consumers. */
class ResilienceIT {

    private static final String HOME = "c0a00000-0000-4000-8000-000000000001";
    private static final String MANAGER = "registry-manager";
    private static final String CONSUMER = "orders-service";
    private static final String ID = "7f1f0c2e-0000-4000-8000-00000000abcd";
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final RunningGateway gateway = GatewayRun.gateway();

    @BeforeEach
    void registerTheEnvironments() {
        register("contoso");
        register("contoso-large");
        gateway.simulator().environment("contoso").recorder().clear();
    }

    @AfterEach
    void switchFaultsOff() {
        gateway.simulator().faults().clear();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void waitsOutA429(boolean asDate) {
        gateway.simulator().faults().throttle("contoso", 1, ServiceLimit.REQUESTS, Duration.ofSeconds(2), asDate);

        HttpResponse<String> read = gateway.getAs(CONSUMER, web("/accounts?$top=1"));

        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(requests()).hasSize(2);
    }

    @Test
    void sendsAWriteAgainAfterA429() {
        gateway.simulator().faults().throttle("contoso", 2, ServiceLimit.EXECUTION_TIME, Duration.ofSeconds(1), false);

        HttpResponse<String> created = gateway.send(gateway.requestAs(CONSUMER, web("/accounts"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"again\"}")));

        assertThat(created.statusCode()).isEqualTo(204);
        assertThat(requests())
                .extracting(RecordedRequest::body)
                .containsOnly("{\"name\":\"again\"}")
                .hasSize(3);
    }

    @Test
    void passesA429OnThatAsksForMoreThanThereIsTime() throws InterruptedException {
        gateway.simulator().faults().throttle("contoso", 1, ServiceLimit.REQUESTS, Duration.ofSeconds(3), false);

        HttpResponse<String> answer = gateway.send(
                gateway.requestAs(CONSUMER, web("/accounts?$top=1")).header("Prefer", "wait=2"));

        assertThat(code(answer)).isEqualTo("429 0x80072322");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("3");
        assertThat(requests()).hasSize(1).first().satisfies(sent -> assertThat(sent.header("Prefer"))
                .hasValue("wait=2"));

        // Nobody gets through meanwhile, and nobody is kept who would wait in vain.
        HttpResponse<String> next = gateway.send(
                gateway.requestAs(CONSUMER, web("/accounts?$top=1")).header("Prefer", "wait=1"));
        assertThat(code(next)).isEqualTo("429 S2S.Throttled");
        assertThat(next.headers().firstValue("Retry-After").orElseThrow()).isIn("2", "3");
        assertThat(gateway.getAs(CONSUMER, web("/accounts?$top=1")).statusCode())
                .isEqualTo(200);
        assertThat(requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504})
    void readsAgainWhenAFrontEndFails(int status) {
        gateway.simulator().faults().status("contoso", 1, status);

        assertThat(gateway.getAs(CONSUMER, web("/accounts?$top=1")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void readsAgainWhenAConnectionIsLost() {
        gateway.simulator().faults().hangUp("contoso", 1);

        assertThat(gateway.getAs(CONSUMER, web("/accounts?$top=1")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void neverWritesTwiceWhatMayHaveBeenWritten() {
        gateway.simulator().faults().hangUp("contoso", 1);
        HttpResponse<String> lost = create("{\"name\":\"once\"}");
        assertThat(code(lost)).isEqualTo("502 S2S.EnvironmentUnreachable");

        gateway.simulator().faults().status("contoso", 1, 503, "1");
        HttpResponse<String> unavailable = create("{\"name\":\"once\"}");
        assertThat(unavailable.statusCode()).isEqualTo(503);
        assertThat(unavailable.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(requests()).hasSize(2);
    }

    @Test
    void getsANewTokenOnceAndThenSaysThatItIsNotAccepted() {
        gateway.simulator().faults().status("contoso", 1, 401);
        assertThat(create("{\"name\":\"again\"}").statusCode()).isEqualTo(204);
        assertThat(requests()).hasSize(2);

        gateway.simulator().faults().status("contoso-large", Faults.ALWAYS, 401);
        HttpResponse<String> refused = other();
        assertThat(code(refused)).isEqualTo("502 S2S.TokenRefused");
        assertThat(refused.headers().firstValue("WWW-Authenticate")).isEmpty();
        assertThat(code(other())).isEqualTo("502 S2S.TokenRefused");

        gateway.simulator().faults().clear();
        assertThat(other().statusCode()).isEqualTo(200);
    }

    @Test
    void doesNotFollowARedirectToALoginPage() {
        gateway.simulator().faults().loginRedirect("contoso", 1);

        assertThat(code(gateway.getAs(CONSUMER, web("/accounts")))).isEqualTo("502 S2S.UnexpectedAnswer");
    }

    @Test
    void endsACallAtItsDeadline() {
        gateway.simulator().faults().delay("contoso", 1, Duration.ofSeconds(20));

        HttpResponse<String> answer = gateway.send(gateway.requestAs(CONSUMER, web("/accounts"))
                .header("Prefer", "wait=1")
                .header("x-ms-client-request-id", ID)
                .header("traceparent", TRACE));

        assertThat(code(answer)).isEqualTo("504 S2S.Timeout");
        assertThat(sentence(answer))
                .startsWith("The time of this call is over: 1 second, ")
                .contains("Prefer: wait", "has not answered", "It changed nothing and can be sent again.");
        assertThat(answer.headers().allValues("x-ms-client-request-id")).containsExactly(ID);
        assertThat(answer.headers().allValues("traceparent")).containsExactly(TRACE);
        assertThat(answer.headers().firstValue("OData-Version")).hasValue("4.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "DELETE"})
    void warnsOfRepeatingWhatMayHaveChangedSomething(String method) {
        gateway.simulator().faults().delay("contoso", 1, Duration.ofSeconds(20));

        HttpResponse<String> answer = gateway.send(
                gateway.requestAs(CONSUMER, web("/accounts(28630624-cac9-e811-a964-000d3a3ac063)/sim_Nothing"))
                        .header("Prefer", "wait=2")
                        .method(method, BodyPublishers.noBody()));

        assertThat(code(answer)).isEqualTo("504 S2S.Timeout");
        assertThat(sentence(answer))
                .startsWith("The time of this call is over: 2 seconds, ")
                .contains("Whether it was carried out is not known: look before you repeat it.");
    }

    /** RFC 7240 section 2: a preference that cannot be honoured is none; zero is the least there is, a second. */
    @Test
    void waitsAsLongAsUsualWhereTheWishCannotBeRead() {
        for (String wish : List.of("wait=abc", "wait=1.5", "wait=-1")) {
            gateway.simulator().faults().delay("contoso", 1, Duration.ofSeconds(3));
            HttpResponse<String> answer = gateway.send(
                    gateway.requestAs(CONSUMER, web("/accounts?$top=1")).header("Prefer", wish));

            assertThat(answer.statusCode()).as(wish).isEqualTo(200);
        }
        gateway.simulator().faults().delay("contoso", 1, Duration.ofSeconds(20));
        HttpResponse<String> least = gateway.send(
                gateway.requestAs(CONSUMER, web("/accounts?$top=1")).header("Prefer", "wait=0"));
        assertThat(code(least)).isEqualTo("504 S2S.Timeout");
        assertThat(sentence(least)).contains(": 1 second, ");
    }

    @Test
    void namesACallTheSameOnBothSides() {
        HttpResponse<String> named = gateway.send(gateway.requestAs(CONSUMER, web("/accounts?$top=1"))
                .header("x-ms-client-request-id", ID)
                .header("traceparent", TRACE));
        assertThat(named.headers().allValues("x-ms-client-request-id")).containsExactly(ID);
        assertThat(named.headers().allValues("traceparent")).containsExactly(TRACE);
        assertThat(named.headers().firstValue("x-ms-service-request-id")).isPresent();
        assertThat(requests().get(0).headers().get("x-ms-client-request-id")).containsExactly(ID);
        assertThat(requests().get(0).headers().get("traceparent")).containsExactly(TRACE);

        HttpResponse<String> unnamed = gateway.getAs(CONSUMER, web("/accounts?$top=1"));
        assertThat(unnamed.headers().firstValue("x-ms-client-request-id").orElseThrow())
                .isEqualTo(requests().get(1).header("x-ms-client-request-id").orElseThrow())
                .hasSize(36);

        HttpResponse<String> refused = gateway.send(
                gateway.requestAs(CONSUMER, "/api/dataverse/unknown.crm4.dynamics.com/api/data/v9.2/accounts")
                        .header("x-ms-client-request-id", ID));
        assertThat(code(refused)).isEqualTo("404 S2S.UnknownEnvironment");
        assertThat(refused.headers().allValues("x-ms-client-request-id")).containsExactly(ID);
    }

    @Test
    void letsManyCallsWaitWithoutAThreadEach() {
        gateway.simulator().faults().delay("contoso", Faults.ALWAYS, Duration.ofSeconds(2));
        List<CompletableFuture<HttpResponse<String>>> calls = begin(400);

        assertThat(other().statusCode()).isEqualTo(200);
        assertThat(gateway.get("/api/health/ready").statusCode()).isEqualTo(200);
        assertThat(calls).anySatisfy(call -> assertThat(call).isNotDone());

        assertThat(calls.stream().map(CompletableFuture::join).toList())
                .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200));
    }

    @Test
    void refusesMoreCallsThanMayWait() {
        // All of them have to come in the meantime.
        gateway.simulator().faults().delay("contoso", Faults.ALWAYS, Duration.ofSeconds(10));
        List<CompletableFuture<HttpResponse<String>>> calls = begin(700);

        CompletableFuture<Object> first = CompletableFuture.anyOf(calls.toArray(CompletableFuture[]::new));
        HttpResponse<?> refused = (HttpResponse<?>) first.join();
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(other().statusCode()).isEqualTo(200);

        gateway.simulator().faults().clear();
        assertThat(calls.stream().map(CompletableFuture::join).toList())
                .allSatisfy(answer -> assertThat(answer.statusCode()).isIn(200, 503))
                .filteredOn(answer -> answer.statusCode() == 200)
                .hasSizeGreaterThanOrEqualTo(548);
    }

    @Test
    void neverMakesAWholeAnswerOfABrokenOne() throws IOException {
        int length = large().length();
        gateway.simulator().faults().reset("contoso", 1, 100_000);
        try (Wire wire = Wire.open(gateway)) {
            wire.send("GET " + web("/accounts?$filter=name%20eq%20'large'&$select=description") + " HTTP/1.1\r\n"
                    + headers() + "Connection: close\r\n\r\n");
            String answer = wire.readToEnd();

            // What has been announced does not come, or its end does not.
            assertThat(answer).startsWith("HTTP/1.1 200").doesNotContain("\"}]}");
            assertThat(answer.length()).isLessThan(length);
        } finally {
            deleteLarge();
        }
    }

    @Test
    void losesNoPlaceOverConsumersThatHangUp() throws IOException {
        large();
        try {
            for (int i = 0; i < 60; i++) {
                try (Wire wire = Wire.open(gateway)) {
                    wire.send("GET " + web("/accounts?$filter=name%20eq%20'large'") + " HTTP/1.1\r\n" + headers()
                            + "\r\n");
                    assertThat(wire.readAnswer()).startsWith("HTTP/1.1 200");
                }
            }
            assertAllPlacesFree();
        } finally {
            deleteLarge();
        }
    }

    @Test
    void losesNoPlaceOverAnyFailure() throws IOException {
        for (Fault fault : List.of(
                new Fault.HangUp(),
                new Fault.LoginPage(),
                new Fault.LoginRedirect(),
                new Fault.Reset(10),
                new Fault.Delay(Duration.ofSeconds(2)),
                new Fault.Status(400, Map.of("Content-Type", "nonsense")),
                new Fault.Status(500, Map.of("Content-Length", "0")))) {
            gateway.simulator().faults().order("contoso", "", Faults.ALWAYS, fault);
            List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                calls.add(gateway.client()
                        .sendAsync(
                                gateway.requestAs(CONSUMER, web("/accounts?$top=1"))
                                        .header("Prefer", "wait=1")
                                        .build(),
                                BodyHandlers.ofString()));
            }
            calls.forEach(call -> call.handle((answer, failure) -> true).join());
            gateway.simulator().faults().clear();
        }
        assertAllPlacesFree();
    }

    @Test
    void holdsNoThreadForSlowBodiesOfRefusedCalls() throws IOException {
        List<Wire> senders = slowSenders("/api/dataverse/unknown.crm4.dynamics.com/api/data/v9.2/accounts");
        try {
            for (Wire sender : senders) {
                assertThat(sender.readAnswer()).startsWith("HTTP/1.1 404");
            }
            assertThat(gateway.get("/api/health/live").statusCode()).isEqualTo(200);
        } finally {
            close(senders);
        }
    }

    @Test
    void servesOthersWhileOneConsumerSendsManyBodiesSlowly() throws IOException {
        List<Wire> senders = slowSenders(web("/accounts"));
        try {
            // 96 may arrive at once, and 96 wait a second for a place.
            Wire refused = senders.get(MORE_THAN_THREADS - 1);
            assertThat(refused.readAnswer()).startsWith("HTTP/1.1 503").contains("Retry-After: 1\r\n");
            assertThat(gateway.get("/api/health/live").statusCode()).isEqualTo(200);
            assertThat(gateway.getAs(CONSUMER, web("/accounts?$top=1")).statusCode())
                    .isEqualTo(200);

            refused.send("x".repeat(1000));
            assertThat(refused.readToEnd()).contains("S2S.Busy", "small bodies are still arriving");
        } finally {
            close(senders);
        }
    }

    /** Long before a server would lose its own patience, which is 30 seconds. */
    @Test
    void givesUpBodiesThatStandStillWhenTheTimeOfTheirCallIsOver() throws IOException {
        List<Wire> senders = List.of(
                begunBody("/accounts", "application/json", "Content-Length: 1000", "{"),
                begunBody("/accounts", "application/json", "Transfer-Encoding: chunked", "1\r\n{\r\n"),
                begunBody("/accounts", "application/json", "Content-Length: 1000000", "{"),
                begunBody("/$batch", "multipart/mixed;boundary=b", "Content-Length: 1000", "--b\r\n"),
                begunBody("/$batch", "multipart/mixed;boundary=b", "Content-Length: 1000000", "--b\r\n"));
        try {
            for (Wire sender : senders) {
                assertThat(sender.readAnswer()).startsWith("HTTP/1.1 408");
            }
        } finally {
            close(senders);
        }
        assertAllPlacesFree();
    }

    private Wire begunBody(String target, String type, String length, String beginning) throws IOException {
        Wire sender = Wire.open(gateway);
        sender.patience(Duration.ofSeconds(15));
        sender.send("POST " + web(target) + " HTTP/1.1\r\n" + headers() + "Prefer: wait=2\r\nContent-Type: " + type
                + "\r\n" + length + "\r\nConnection: close\r\n\r\n" + beginning);
        return sender;
    }

    /** More than any of the servers has threads. */
    private static final int MORE_THAN_THREADS = 500;

    /** Their bodies are announced, and nothing of them comes. */
    private List<Wire> slowSenders(String address) throws IOException {
        List<Wire> senders = new ArrayList<>();
        for (int i = 0; i < MORE_THAN_THREADS; i++) {
            Wire sender = Wire.open(gateway);
            senders.add(sender);
            sender.send("POST " + address + " HTTP/1.1\r\n" + headers()
                    + "Content-Type: application/json\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n");
        }
        return senders;
    }

    private static void close(List<Wire> wires) throws IOException {
        for (Wire wire : wires) {
            wire.close();
        }
    }

    @Test
    void streamsSlowAnswersAsTheyCome() throws IOException, InterruptedException {
        gateway.simulator().faults().drip("contoso", 1, 50, Duration.ofMillis(300));
        Instant start = Instant.now();
        HttpResponse<InputStream> answer = gateway.client()
                .send(gateway.requestAs(CONSUMER, web("/accounts?$top=3")).build(), BodyHandlers.ofInputStream());

        try (InputStream body = answer.body()) {
            int first = body.read();
            Duration untilFirst = Duration.between(start, Instant.now());
            String rest = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            Duration untilLast = Duration.between(start, Instant.now());

            assertThat((char) first + rest).startsWith("{").endsWith("}").contains("Test Account 1");
            assertThat(untilFirst).isLessThan(untilLast);
        }
    }

    @Test
    void carriesLargeBodiesChunkedAndAnnounced() {
        byte[] body = ("{\"name\":\"large\",\"description\":\"" + "x".repeat(900_000) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        try {
            for (var publisher : List.of(
                    BodyPublishers.ofByteArray(body),
                    BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))) {
                HttpResponse<String> created = gateway.send(gateway.requestAs(CONSUMER, web("/accounts"))
                        .header("Content-Type", "application/json")
                        .POST(publisher));
                assertThat(created.statusCode()).isEqualTo(204);
            }
        } finally {
            deleteLarge();
        }
    }

    private void assertAllPlacesFree() {
        gateway.simulator().environment("contoso").recorder().clear();
        gateway.simulator().faults().delay("contoso", Faults.ALWAYS, Duration.ofSeconds(3));
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
        for (int i = 0; i < 48; i++) {
            calls.add(gateway.client()
                    .sendAsync(
                            gateway.requestAs(CONSUMER, web("/accounts?$top=1"))
                                    .header("Prefer", "wait=28")
                                    .build(),
                            BodyHandlers.ofString()));
        }
        // All of them are at Dataverse before the first one is answered.
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (requests().size() < 48 && Instant.now().isBefore(end)) {
            Thread.onSpinWait();
        }
        assertThat(requests()).hasSize(48);
        assertThat(calls.stream().map(CompletableFuture::join).toList())
                .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200));
        gateway.simulator().faults().clear();
    }

    private List<CompletableFuture<HttpResponse<String>>> begin(int number) {
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            calls.add(gateway.client()
                    .sendAsync(
                            HttpRequest.newBuilder(
                                            gateway.requestAs(CONSUMER, web("/accounts?$top=1"))
                                                    .build(),
                                            (name, value) -> true)
                                    .timeout(Duration.ofSeconds(110))
                                    .build(),
                            BodyHandlers.ofString()));
        }
        return calls;
    }

    private HttpResponse<String> create(String body) {
        return gateway.send(gateway.requestAs(CONSUMER, web("/accounts"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    /** A row that is too large to be held, and the whole answer that has it. */
    private String large() {
        assertThat(create("{\"name\":\"large\",\"description\":\"" + "x".repeat(900_000) + "\"}")
                        .statusCode())
                .isEqualTo(204);
        return gateway.getAs(CONSUMER, web("/accounts?$filter=name%20eq%20'large'&$select=description"))
                .body();
    }

    private void deleteLarge() {
        Answers.json(gateway.getAs(CONSUMER, web("/accounts?$filter=name%20eq%20'large'&$select=accountid")))
                .getJsonArray("value")
                .getValuesAs(JsonObject.class)
                .forEach(row ->
                        gateway.send(gateway.requestAs(CONSUMER, web("/accounts(" + row.getString("accountid") + ")"))
                                .DELETE()));
    }

    private HttpResponse<String> other() {
        return gateway.getAs(
                CONSUMER, "/api/dataverse/" + gateway.simulator().host("contoso-large") + "/api/data/v9.2/WhoAmI");
    }

    private List<RecordedRequest> requests() {
        return gateway.simulator().environment("contoso").recorder().requests();
    }

    private String web(String target) {
        return "/api/dataverse/" + gateway.simulator().host("contoso") + "/api/data/v9.2" + target;
    }

    private String headers() {
        return "Host: localhost\r\nAuthorization: Bearer " + gateway.simulator().token(CONSUMER) + "\r\n";
    }

    private void register(String environment) {
        HttpResponse<String> answer = gateway.send(gateway.requestAs(MANAGER, "/api/tenants/" + HOME + "/environments")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"url\":\"https://" + gateway.simulator().host(environment) + "\"}")));
        assertThat(answer.statusCode()).isIn(200, 201);
    }
}
