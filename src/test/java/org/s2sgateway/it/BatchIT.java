package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Answers.code;
import static org.s2sgateway.it.Answers.sentence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.simulator.wire.RecordedRequest;

/** Many requests in one body: each is judged as if it had come alone, and all are sent or none. */
class BatchIT {

    private static final String HOME = "c0a00000-0000-4000-8000-000000000001";
    private static final String MANAGER = "registry-manager";
    private static final String CONSUMER = "orders-service";
    private static final String IMPERSONATOR = "impersonating-service";
    private static final String USER = "5f0d3a9c-1111-4222-8333-444455556666";
    private static final String PART = "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n";
    private static final String CHANGES = "--b\r\nContent-Type: multipart/mixed;boundary=c\r\n\r\n";
    private static final String END = "--b--\r\n";

    private final RunningGateway gateway = GatewayRun.gateway();

    private String host;

    @BeforeEach
    void registerTheEnvironment() {
        host = gateway.simulator().host("contoso");
        HttpResponse<String> answer = gateway.send(gateway.requestAs(MANAGER, "/api/tenants/" + HOME + "/environments")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"url\":\"https://" + host + "\"}")));
        assertThat(answer.statusCode()).isIn(200, 201);
        gateway.simulator().environment("contoso").recorder().clear();
    }

    @Test
    void runsWhatItIsGivenWhereverTheAddressesNameTheGateway() {
        HttpResponse<String> answer = send(get(gateway.address() + web("/accounts?$select=name&$top=1"))
                + get("/api/data/v9.2/accounts?$select=name&$top=1")
                + CHANGES
                + change("1", "POST contacts", "{\"lastname\":\"Batch\"}")
                + change("2", "PATCH $1", "{\"firstname\":\"Bea\"}")
                + "--c--\r\n"
                + get("https://" + host + "/api/data/v9.2/contacts?$filter=lastname%20eq%20'Batch'")
                + END);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("multipart/mixed");
        assertThat(answer.body())
                .containsSubsequence("Test Account 1", "Test Account 1", "HTTP/1.1 204", "HTTP/1.1 204", "Bea");
        Matcher made =
                Pattern.compile("OData-EntityId: [^\r]*(/contacts\\([^)]*\\))").matcher(answer.body());
        assertThat(made.find()).isTrue();
        gateway.send(gateway.requestAs(CONSUMER, web(made.group(1))).DELETE());
    }

    @Test
    void sendsWhatItJudged() {
        send(get(
                        gateway.address() + web("/accounts?$top=1"),
                        "Host: " + gateway.address().getAuthority(),
                        "Cookie: a=b")
                + get("accounts?$top=2", "Prefer: odata.maxpagesize=1")
                + END);

        assertThat(lastRequest().target()).isEqualTo("/api/data/v9.2/$batch");
        assertThat(lastRequest().header("Content-Type")).hasValue("multipart/mixed;boundary=b");
        assertThat(lastRequest().body())
                .isEqualTo(PART + "\r\nGET /api/data/v9.2/accounts?$top=1 HTTP/1.1\r\n\r\n\r\n" + PART
                        + "\r\nGET /api/data/v9.2/accounts?$top=2 HTTP/1.1\r\nPrefer: odata.maxpagesize=1\r\n\r\n\r\n"
                        + END);
    }

    @Test
    void decompressesTheBatch() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write((get("accounts?$top=1") + END).getBytes(StandardCharsets.US_ASCII));
        }

        gateway.send(gateway.requestAs(CONSUMER, web("/$batch"))
                .header("Content-Type", "multipart/mixed;boundary=b")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(gzip.toByteArray())));

        assertThat(lastRequest().header("Content-Encoding")).isEmpty();
        assertThat(lastRequest().body()).contains("GET /api/data/v9.2/accounts?$top=1 HTTP/1.1");
    }

    @Test
    void carriesABatchThatDoesNotFitIntoMemory() {
        String large = "x".repeat(3_000_000);

        send(PART + "\r\nPOST nothings HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{\"description\":\"" + large
                + "\"}\r\n" + END);

        // The simulator keeps the beginning of a body only.
        assertThat(lastRequest().header("Content-Length").map(Integer::parseInt).orElse(0))
                .isBetween(3_000_000, 3_001_000);
    }

    @Test
    void passesImpersonationOnWithTheRole() {
        HttpRequest.Builder call =
                gateway.requestAs(IMPERSONATOR, web("/$batch")).header("Content-Type", "multipart/mixed;boundary=b");

        gateway.send(call.POST(BodyPublishers.ofString(get("accounts", "CallerObjectId: " + USER) + END)));

        assertThat(lastRequest().body()).contains("CallerObjectId: " + USER);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused("400 S2S.BadRequest", "closing boundary", get("accounts")),
                refused("400 S2S.BadRequest", "text outside", get("accounts").replace("--b", "--x") + END),
                refused("400 S2S.BadRequest", "within a line", get("accounts") + "{\"a\":\"--b\r\n" + END),
                refused("400 S2S.BadRequest", "1,000", get("accounts").repeat(1_001) + END),
                refused(
                        "400 S2S.BadRequest",
                        "Request 2 of the batch: A batch in a batch",
                        get("a") + get("$batch") + END),
                refused("400 S2S.BadRequest", "batch in a batch", get("/api/data/v9.2/%24%62atch") + END),
                refused("400 S2S.BadRequest", "another host", get("https://evil.example/api/data/v9.2/accounts") + END),
                refused("400 S2S.BadRequest", "another host", get("/api/dataverse/evil.example/api/data/v9.2/a") + END),
                refused("400 S2S.BadRequest", "below", get("//evil.example/api/data/v9.2/a") + END),
                refused("400 S2S.BadRequest", "dot segment", get("accounts/../../../x") + END),
                refused("400 S2S.BadRequest", "Authorization", get("accounts", "Authorization: Bearer x") + END),
                refused("400 S2S.BadRequest", "Host", get("accounts", "Host: evil.example") + END),
                refused("400 S2S.BadRequest", "twice", get("accounts", "If-Match: a", "If-Match: b") + END),
                refused("400 S2S.BadRequest", "name: value", get("accounts", "Accept: a", " folded") + END),
                refused("400 S2S.BadRequest", "control character", get("accounts", "Accept: a\u0000") + END),
                refused("400 S2S.BadRequest", "Content-Length", get("accounts", "Content-Length: 500") + END),
                refused(
                        "400 S2S.BadRequest",
                        "GET has to stand outside",
                        CHANGES + change("1", "GET a", "") + "--c--\r\n" + END),
                refused(
                        "400 S2S.BadRequest",
                        "no earlier request",
                        CHANGES + change("1", "PATCH $2", "") + "--c--\r\n" + END),
                refused("414 S2S.UriTooLong", "65,536", get("accounts?a=" + "x".repeat(65_536)) + END),
                refused(
                        "403 S2S.ImpersonationNotPermitted",
                        "Request 2",
                        get("a") + get("b", "CallerObjectId: " + USER) + END),
                refused("403 S2S.ImpersonationNotPermitted", "Request 1", get("a", "MSCRM_CallerID: " + USER) + END));
    }

    private static Arguments refused(String code, String reason, String batch) {
        return Arguments.of(code, reason, batch);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("refused")
    void sendsNothingOfABatchInWhichOneRequestIsRefused(String code, String reason, String batch) {
        HttpResponse<String> answer = send(batch);

        assertThat(code(answer)).isEqualTo(code);
        assertThat(sentence(answer)).contains(reason);
        assertThat(received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/mixed", "multipart/mixed;boundary=a;boundary=b"})
    void refusesABatchWithoutABoundary(String type) {
        HttpResponse<String> answer = gateway.send(gateway.requestAs(CONSUMER, web("/$batch"))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(get("accounts") + END)));

        assertThat(code(answer)).isEqualTo("400 S2S.BadRequest");
        assertThat(received()).isEmpty();
    }

    @Test
    void refusesAnotherMediaTypeEncodingOrMethod() {
        assertThat(code(gateway.send(gateway.requestAs(CONSUMER, web("/$batch"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"requests\":[]}")))))
                .isEqualTo("415 S2S.UnsupportedMediaType");
        assertThat(code(gateway.send(gateway.requestAs(CONSUMER, web("/$batch"))
                        .header("Content-Type", "multipart/mixed;boundary=b")
                        .header("Content-Encoding", "br")
                        .POST(BodyPublishers.ofString(get("accounts") + END)))))
                .isEqualTo("415 S2S.UnsupportedMediaType");
        assertThat(code(gateway.send(gateway.requestAs(CONSUMER, web("/$batch"))
                        .header("Content-Type", "multipart/mixed;boundary=b")
                        .PUT(BodyPublishers.ofString(get("accounts") + END)))))
                .isEqualTo("405 S2S.MethodNotAllowed");
        HttpResponse<String> read = gateway.getAs(CONSUMER, web("/%24batch"));
        assertThat(code(read)).isEqualTo("405 S2S.MethodNotAllowed");
        assertThat(read.headers().allValues("Allow")).containsExactly("POST");
        assertThat(received()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"v9.2/$batch, v9.2", "v9.2/%24batch, v9.2", "v8.2/$batch, v8.2"})
    void sendsABatchOfAnyVersionAsItIsAddressed(String address, String version) {
        gateway.send(gateway.requestAs(CONSUMER, "/api/dataverse/" + host + "/api/data/" + address)
                .header("Content-Type", "multipart/mixed;boundary=b")
                .POST(BodyPublishers.ofString(get("accounts") + END)));

        assertThat(lastRequest().target()).isEqualTo("/api/data/" + address);
        assertThat(lastRequest().body()).contains("GET /api/data/" + version + "/accounts HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v9.2/$batch/", "v9.2/$Batch", "v9.2/$%62atch", "v9.2/%2524batch", "v9.2/accounts/$batch"})
    void sendsNoBatchToAnotherSpelling(String address) {
        HttpResponse<String> answer =
                gateway.send(gateway.requestAs(CONSUMER, "/api/dataverse/" + host + "/api/data/" + address)
                        .header("Content-Type", "multipart/mixed;boundary=b")
                        .POST(BodyPublishers.ofString(get("accounts") + END)));

        assertThat(code(answer)).isEqualTo("400 S2S.BadRequest");
        assertThat(sentence(answer)).contains("/api/data/v<n>.<n>/$batch");
        assertThat(received()).isEmpty();
    }

    @Test
    void refusesABatchOverTheLimitBeforeItArrives() throws IOException {
        try (Wire wire = Wire.open(gateway)) {
            wire.send(head() + "Content-Length: 200000000\r\n\r\n--b");

            assertThat(wire.readAnswer()).startsWith("HTTP/1.1 413 ");
        }
        assertThat(received()).isEmpty();
    }

    @Test
    void saysWhyToAConsumerThatIsStillSendingAndKeepsNoPlaceForIt() {
        for (int i = 0; i < 60; i++) {
            assertThat(code(send(get("$batch") + get("accounts").repeat(900) + END)))
                    .isEqualTo("400 S2S.BadRequest");
        }

        assertThat(gateway.getAs(CONSUMER, web("/accounts?$top=1")).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5000", "Transfer-Encoding: chunked"})
    void sendsNothingOfABatchThatBreaksOff(String framing) throws IOException, InterruptedException {
        String whole = get("accounts") + END;
        try (Wire wire = Wire.open(gateway)) {
            wire.send(head() + framing + "\r\n\r\n"
                    + (framing.startsWith("C") ? "" : Integer.toHexString(whole.length()) + "\r\n") + whole);
        }
        // What goes up arrives at once; this is how long it has for it.
        Instant end = Instant.now().plus(Duration.ofSeconds(1));
        while (Instant.now().isBefore(end)) {
            assertThat(received()).isEmpty();
            Thread.sleep(50);
        }

        assertThat(gateway.getAs(CONSUMER, web("/accounts?$top=1")).statusCode())
                .isEqualTo(200);
    }

    private HttpResponse<String> send(String batch) {
        return gateway.send(gateway.requestAs(CONSUMER, web("/$batch"))
                .header("Content-Type", "multipart/mixed; boundary=\"b\"")
                .POST(BodyPublishers.ofString(batch, StandardCharsets.ISO_8859_1)));
    }

    private String head() {
        return "POST " + web("/$batch") + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + gateway.simulator().token(CONSUMER) + "\r\nContent-Type: multipart/mixed;boundary=b\r\n";
    }

    private static String get(String target, String... headers) {
        StringBuilder lines = new StringBuilder();
        for (String header : headers) {
            lines.append(header).append("\r\n");
        }
        return PART + "\r\nGET " + target + " HTTP/1.1\r\n" + lines + "\r\n\r\n";
    }

    private static String change(String contentId, String line, String body) {
        return "--c\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: " + contentId
                + "\r\n\r\n" + line + " HTTP/1.1\r\nContent-Type: application/json\r\n\r\n" + body + "\r\n";
    }

    private String web(String target) {
        return "/api/dataverse/" + host + "/api/data/v9.2" + target;
    }

    private List<RecordedRequest> received() {
        return gateway.simulator().environment("contoso").recorder().requests();
    }

    private RecordedRequest lastRequest() {
        assertThat(received()).isNotEmpty();
        return received().get(received().size() - 1);
    }
}
