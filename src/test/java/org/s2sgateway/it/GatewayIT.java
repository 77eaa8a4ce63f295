package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Answers.code;
import static org.s2sgateway.it.Answers.json;
import static org.s2sgateway.it.Answers.sentence;

import jakarta.json.JsonArray;
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
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.simulator.wire.Fault;
import org.s2sgateway.simulator.wire.Faults;
import org.s2sgateway.simulator.wire.RecordedRequest;

/** Calls through the gateway: what goes up, what comes down, and what goes nowhere. */
class GatewayIT {

    private static final String HOME = "c0a00000-0000-4000-8000-000000000001";
    private static final String MANAGER = "registry-manager";
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String CONSUMER = "orders-service";

    private final RunningGateway gateway = GatewayRun.gateway();

    private String host;

    @BeforeEach
    void registerTheEnvironment() {
        host = gateway.simulator().host("contoso");
        register("contoso");
        setStatus("/api/environments/" + host, "active");
        gateway.simulator().environment("contoso").recorder().clear();
    }

    @AfterEach
    void switchFaultsOff() {
        gateway.simulator().faults().clear();
    }

    @Test
    void fetchesTheTopThreeAccountsOfTheWalkthrough() {
        HttpResponse<String> answer = gateway.getAs(CONSUMER, web("/accounts?$select=name&$top=3"));

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonArray accounts = json(answer).getJsonArray("value");
        assertThat(accounts.getValuesAs(JsonObject.class))
                .extracting(account -> account.getString("name"))
                .startsWith("Test Account 1", "Test Account 2");
        assertThat(accounts.getJsonObject(0).getString("accountid")).isEqualTo("28630624-cac9-e811-a964-000d3a3ac063");
        assertThat(accounts.getJsonObject(0).getString("@odata.etag")).isEqualTo("W/\"4648334\"");
    }

    @Test
    void createsReadsChangesAndDeletes() {
        HttpResponse<String> created =
                gateway.send(sending(web("/accounts")).POST(BodyPublishers.ofString("{\"name\":\"Ärger & Söhne\"}")));
        assertThat(created.statusCode()).isEqualTo(204);
        String entity = created.headers().firstValue("OData-EntityId").orElseThrow();
        String row = web(entity.substring(entity.indexOf("/accounts(")));

        HttpResponse<String> read = gateway.getAs(CONSUMER, row + "?$select=name");
        assertThat(json(read).getString("name")).isEqualTo("Ärger & Söhne");
        String etag = read.headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> changed = gateway.send(sending(row)
                .header("If-Match", etag)
                .method("PATCH", BodyPublishers.ofString("{\"name\":\"Frieden\"}")));
        assertThat(changed.statusCode()).isEqualTo(204);
        HttpResponse<String> late = gateway.send(sending(row)
                .header("If-Match", etag)
                .method("PATCH", BodyPublishers.ofString("{\"name\":\"Streit\"}")));
        assertThat(late.statusCode()).isEqualTo(412);

        assertThat(gateway.send(gateway.requestAs(CONSUMER, row).DELETE()).statusCode())
                .isEqualTo(204);
        assertThat(gateway.getAs(CONSUMER, row).statusCode()).isEqualTo(404);
    }

    @Test
    void putsAValue() {
        String row = gateway.send(sending(web("/accounts")).POST(BodyPublishers.ofString("{\"name\":\"changed\"}")))
                .headers()
                .firstValue("OData-EntityId")
                .orElseThrow();
        gateway.send(sending(web(row.substring(row.indexOf("/accounts(")) + "/telephone1"))
                .PUT(BodyPublishers.ofString("{\"value\":\"1\"}")));

        assertThat(lastRequest().method()).isEqualTo("PUT");
        assertThat(lastRequest().body()).isEqualTo("{\"value\":\"1\"}");
    }

    @Test
    void answersHeadWithoutABody() {
        HttpResponse<String> answer = gateway.send(
                gateway.requestAs(CONSUMER, web("/accounts?$top=1")).method("HEAD", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("OData-Version")).hasValue("4.0");
        // RFC 9110 section 8.6: what GET would say, or nothing. Nobody knows before the links are mapped.
        assertThat(answer.headers().firstValue("Content-Length")).isEmpty();
        assertThat(lastRequest().method()).isEqualTo("HEAD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/accounts?$select=name&$filter=name%20eq%20'Test%20Account%201'&$top=1",
                "/accounts?$filter=contains(name,'a%2Fb')&x=%25%7c%22//..?;",
                "/accounts(accountnumber='A%2F1')",
                "/accounts(accountnumber='A//1')?$select=name",
                "/WhoAmI()"
            })
    void sendsPathAndQueryByteForByte(String target) throws IOException {
        raw("GET " + web(target) + " HTTP/1.1");

        assertThat(lastRequest().target()).isEqualTo("/api/data/v9.2" + target);
    }

    @Test
    void takesTheApiHostForTheEnvironment() {
        // localhost has no alias of its own: the rule is tried where the registry is asked.
        HttpResponse<String> answer =
                gateway.getAs(CONSUMER, "/api/dataverse/unknown.api.crm4.dynamics.com/api/data/v9.2/accounts");

        assertThat(code(answer)).isEqualTo("404 S2S.UnknownEnvironment");
        assertThat(sentence(answer)).contains("unknown.crm4.dynamics.com");
    }

    @Test
    void sendsUpOnlyTheHeadersThatBelongThere() {
        gateway.send(gateway.requestAs(CONSUMER, web("/accounts?$top=1"))
                .header("Cookie", "a=b")
                .header("X-Forwarded-Host", "evil.example")
                .header("Forwarded", "host=evil.example")
                .header("X-Anything", "x")
                .header("Proxy-Authorization", "Basic x")
                .header("Prefer", "odata.maxpagesize=2")
                .header("Consistency", "Strong")
                .header("MSCRM.SuppressDuplicateDetection", "false")
                .header("x-ms-client-request-id", "7f1f0c2e-0000-4000-8000-00000000abcd")
                .header("User-Agent", "orders/1.0"));

        RecordedRequest sent = lastRequest();
        assertThat(sent.header("Prefer")).hasValue("odata.maxpagesize=2");
        assertThat(sent.header("Consistency")).hasValue("Strong");
        assertThat(sent.header("MSCRM.SuppressDuplicateDetection")).hasValue("false");
        assertThat(sent.header("x-ms-client-request-id")).hasValue("7f1f0c2e-0000-4000-8000-00000000abcd");
        assertThat(sent.header("User-Agent")).hasValue("S2SGateway orders/1.0");
        assertThat(sent.header("Host")).hasValue(host);
        for (String name : List.of("Cookie", "X-Forwarded-Host", "Forwarded", "X-Anything", "Proxy-Authorization")) {
            assertThat(sent.header(name)).as(name).isEmpty();
        }
    }

    @Test
    void sendsItsOwnTokenAndNeverTheConsumers() {
        String consumers = gateway.simulator().token(CONSUMER);

        gateway.send(gateway.request(web("/accounts?$top=1")).header("Authorization", "Bearer " + consumers));

        assertThat(lastRequest().headers().get("Authorization"))
                .singleElement()
                .satisfies(sent -> assertThat(sent).startsWith("Bearer ").doesNotContain(consumers));
    }

    @Test
    void bringsDownWhatIsForTheConsumer() {
        HttpResponse<String> answer = gateway.getAs(CONSUMER, web("/accounts?$top=1"));

        assertThat(answer.headers().firstValue("OData-Version")).hasValue("4.0");
        assertThat(answer.headers().firstValue("x-ms-service-request-id")).isPresent();
        assertThat(answer.headers().firstValue("REQ_ID")).isPresent();
        assertThat(answer.headers().allValues("Content-Length")).hasSize(1);
        assertThat(answer.headers().allValues("Content-Type")).hasSize(1);
        assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(answer.headers().allValues("Content-Security-Policy")).containsExactly("sandbox");
        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(answer.headers().allValues("Strict-Transport-Security")).isEmpty();
        assertThat(answer.headers().allValues("Server"))
                .allSatisfy(server -> assertThat(server).doesNotContain("Microsoft"));
    }

    @Test
    void passesCompressedAnswersOnAsTheyAre() throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = gateway.client()
                .send(
                        gateway.requestAs(CONSUMER, web("/accounts?$top=3"))
                                .header("Accept-Encoding", "gzip")
                                .build(),
                        BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8)).contains("Test Account 1");
        }
    }

    @Test
    void passesErrorsOfDataverseOnAsTheyAre() {
        HttpResponse<String> answer = gateway.getAs(CONSUMER, web("/nonsense"));

        assertThat(code(answer)).startsWith("404 0x8006");
    }

    @Test
    void carriesALargeBodyInBothDirections() {
        String large = "x".repeat(300_000);

        HttpResponse<String> created = gateway.send(sending(web("/accounts"))
                .header("Prefer", "return=representation")
                .POST(BodyPublishers.ofString("{\"name\":\"large\",\"description\":\"" + large + "\"}")));

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(json(created).getString("description")).isEqualTo(large);
        gateway.send(
                gateway.requestAs(CONSUMER, web("/accounts(" + json(created).getString("accountid") + ")"))
                        .DELETE());
    }

    @Test
    void refusesHostsThatAreNotRegistered() {
        for (String unknown : List.of(
                "contoso.crm4.dynamics.com",
                "localhost",
                "evil.example",
                host + ".evil.example",
                "user@" + host,
                "127.0.0.1:" + host.substring(host.indexOf(':') + 1))) {
            assertThat(code(gateway.getAs(CONSUMER, "/api/dataverse/" + unknown + "/api/data/v9.2/accounts")))
                    .as(unknown)
                    .isEqualTo("404 S2S.UnknownEnvironment");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/data/v9.2//accounts",
                "/api/data/v9.2/accounts/%2e%2e/contacts",
                "/api/data/v9.2/accounts%2Fx",
                "/api/data/v9.2/..;/accounts",
                "/api/data/v9.2/..%20/accounts",
                "/api/data/v9.2/accounts(name='a",
                "/api/data/v9.2/accounts(name='%00')",
                "/api/discovery/v9.2/Instances",
                "/XRMServices/2011/Organization.svc/web",
                "/api/data/v9.2/accounts?a=%zz"
            })
    void sendsNothingForATargetThatCouldBeReadInAnotherWay(String target) throws IOException {
        String answer = raw("GET /api/dataverse/" + host + target + " HTTP/1.1");

        assertThat(answer).startsWith("HTTP/1.1 400");
        assertThat(gateway.simulator().environment("contoso").recorder().requests())
                .isEmpty();
    }

    @Test
    void refusesAUrlThatIsTooLongAndNamesTheWayOut() {
        HttpResponse<String> answer = gateway.getAs(CONSUMER, web("/accounts?$filter=" + "a".repeat(33_000)));

        assertThat(code(answer)).isEqualTo("414 S2S.UriTooLong");
        assertThat(answer.headers().firstValue("x-ms-client-request-id")).isPresent();
        assertThat(answer.headers().firstValue("traceparent")).isPresent();
        assertThat(sentence(answer)).contains("$batch");
    }

    /**
     * Refused by a filter, by the container, by the resource; and in one case by nobody. Not TRACE, which WildFly refuses
     * before it knows whose address it is.
     */
    @ParameterizedTest
    @CsvSource({
        "MERGE, /api/data/v9.2/accounts, 405",
        "OPTIONS, /api/data/v9.2/accounts, 405",
        "PROPFIND, '', 405",
        "GET, '', 404",
        "DELETE, '', 404",
        "GET, /, 404",
        "GET, /api/data/v9.2/accounts/../contacts, 400",
        "GET, /api/data/v9.2/accounts?$top=1, 200"
    })
    void canBeFoundAgainWhateverTheAnswer(String method, String path, int status) {
        String address = "/api/dataverse/" + gateway.simulator().host("contoso") + path;
        HttpResponse<String> named = gateway.send(gateway.requestAs(CONSUMER, address)
                .method(method, BodyPublishers.noBody())
                .header("x-ms-client-request-id", "order-4711")
                .header("traceparent", TRACE));
        HttpResponse<String> unnamed = gateway.send(gateway.requestAs(CONSUMER, address)
                .method(method, BodyPublishers.noBody())
                .header("x-ms-client-request-id", "order 4711")
                .header("traceparent", "00-1-2-00"));

        assertThat(List.of(named.statusCode(), unnamed.statusCode())).containsOnly(status);
        assertThat(named.headers().allValues("x-ms-client-request-id")).containsExactly("order-4711");
        assertThat(named.headers().allValues("traceparent")).containsExactly(TRACE);
        assertThat(unnamed.headers().allValues("x-ms-client-request-id"))
                .singleElement()
                .asString()
                .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(unnamed.headers().allValues("traceparent"))
                .singleElement()
                .asString()
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
    }

    @Test
    void canBeFoundAgainWhereTheTokenOrTheMediaTypeIsRefused() {
        String address = web("/accounts");
        for (HttpRequest.Builder request : List.of(
                gateway.request(address),
                gateway.request(address).header("Authorization", "Bearer x"),
                gateway.requestAs("registry-reader", address),
                gateway.requestAs(CONSUMER, address).header("Accept", "/"),
                gateway.requestAs(CONSUMER, address)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("a=b")))) {
            HttpResponse<String> answer = gateway.send(request.header("x-ms-client-request-id", "order-4711"));

            assertThat(answer.statusCode()).isIn(400, 401, 403, 415);
            assertThat(answer.headers().allValues("x-ms-client-request-id"))
                    .as(answer.body())
                    .containsExactly("order-4711");
            assertThat(answer.headers().allValues("traceparent")).hasSize(1);
        }
    }

    @Test
    void namesNoCallElsewhere() {
        HttpResponse<String> answer = gateway.send(
                gateway.requestAs("registry-manager", "/api/tenants").header("x-ms-client-request-id", "order-4711"));

        assertThat(answer.headers().allValues("x-ms-client-request-id")).isEmpty();
    }

    @Test
    void saysWhatToSendInThePlaceOfMerge() {
        HttpResponse<String> answer =
                gateway.send(gateway.requestAs(CONSUMER, web("/accounts")).method("MERGE", BodyPublishers.noBody()));

        assertThat(code(answer)).isEqualTo("405 S2S.MethodNotAllowed");
        assertThat(sentence(answer)).contains("Send PATCH in the place of MERGE");
        assertThat(answer.headers().allValues("Allow")).containsExactly("GET, HEAD, POST, PUT, PATCH, DELETE");
    }

    @Test
    void refusesImpersonationWithoutTheRole() {
        HttpResponse<String> answer = gateway.send(gateway.requestAs(CONSUMER, web("/accounts?$top=1"))
                .header("CallerObjectId", "5f0d3a9c-1111-4222-8333-444455556666"));

        assertThat(code(answer)).isEqualTo("403 S2S.ImpersonationNotPermitted");
        assertThat(sentence(answer)).contains("Dataverse.Impersonate");
        assertThat(gateway.simulator().environment("contoso").recorder().requests())
                .isEmpty();
    }

    @Test
    void passesImpersonationOnWithTheRole() {
        gateway.send(gateway.requestAs("impersonating-service", web("/accounts?$top=1"))
                .header("CallerObjectId", "5f0d3a9c-1111-4222-8333-444455556666"));

        assertThat(lastRequest().header("CallerObjectId")).hasValue("5f0d3a9c-1111-4222-8333-444455556666");
    }

    @Test
    void refusesADisabledEnvironmentUntilItIsActiveAgain() {
        setStatus("/api/environments/" + host, "disabled");
        assertThat(code(gateway.getAs(CONSUMER, web("/accounts")))).isEqualTo("403 S2S.EnvironmentDisabled");

        setStatus("/api/environments/" + host, "active");
        assertThat(gateway.getAs(CONSUMER, web("/accounts?$top=1")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesASuspendedTenantUntilItIsReinstated() {
        setStatus("/api/tenants/" + HOME, "suspended");
        try {
            assertThat(code(gateway.getAs(CONSUMER, web("/accounts")))).isEqualTo("403 S2S.TenantSuspended");
        } finally {
            setStatus("/api/tenants/" + HOME, "active");
        }
        assertThat(gateway.getAs(CONSUMER, web("/accounts?$top=1")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void forwardsToAnEnvironmentThatIsPending() {
        register("contoso-no-read");
        String pending = gateway.simulator().host("contoso-no-read");

        assertThat(gateway.getAs(CONSUMER, "/api/dataverse/" + pending + "/api/data/v9.2/WhoAmI")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void saysThatTheEnvironmentIsUnreachable() {
        gateway.simulator().faults().hangUp("contoso", 10);

        HttpResponse<String> answer = gateway.getAs(CONSUMER, web("/accounts"));

        assertThat(code(answer)).isEqualTo("502 S2S.EnvironmentUnreachable");
        assertThat(sentence(answer))
                .contains("ended before an answer came", "It changed nothing and can be sent again");
    }

    @Test
    void saysThatTheIdentityProviderIsUnreachable() {
        HttpResponse<String> answer = callWhileTokensFailWith(new Fault.HangUp());

        assertThat(code(answer)).isEqualTo("502 S2S.TokenRefused");
        assertThat(sentence(answer)).contains("The operator of this gateway can put it right");
    }

    @Test
    void saysThatTheIdentityProviderIsTooSlow() {
        HttpResponse<String> answer = callWhileTokensFailWith(new Fault.Delay(Duration.ofSeconds(15)));

        assertThat(code(answer)).isEqualTo("504 S2S.Timeout");
        assertThat(sentence(answer)).contains("can put it right");
    }

    @Test
    void waitsAsLongAsTheIdentityProviderAsks() throws InterruptedException {
        HttpResponse<String> answer = callWhileTokensFailWith(new Fault.Status(429, Map.of("Retry-After", "2")));

        assertThat(code(answer)).isEqualTo("503 S2S.Busy");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();

        gateway.simulator().faults().clear();
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        int status = callOther().statusCode();
        while (status != 200 && Instant.now().isBefore(end)) {
            Thread.sleep(500);
            status = callOther().statusCode();
        }
        assertThat(status).isEqualTo(200);
    }

    @Test
    void doesNotPassALoginPageOn() {
        gateway.simulator().faults().loginPage("contoso", 1);

        HttpResponse<String> answer = gateway.getAs(CONSUMER, web("/accounts"));

        assertThat(code(answer)).isEqualTo("502 S2S.UnexpectedAnswer");
        assertThat(answer.body()).doesNotContainIgnoringCase("<html");
    }

    /** A call to an environment that there is no token for yet, and none to be had. */
    private HttpResponse<String> callWhileTokensFailWith(Fault fault) {
        String other = gateway.simulator().host("contoso-large");
        gateway.send(gateway.requestAs(MANAGER, "/api/environments/" + other).DELETE());
        gateway.simulator().faults().order(Faults.IDENTITY, "/oauth2/v2.0/token", Faults.ALWAYS, fault);
        register("contoso-large");
        return callOther();
    }

    private HttpResponse<String> callOther() {
        return gateway.getAs(
                CONSUMER, "/api/dataverse/" + gateway.simulator().host("contoso-large") + "/api/data/v9.2/WhoAmI");
    }

    @Test
    void losesNoConnectionOverAHeaderThatCannotBePassedOn() {
        gateway.simulator()
                .faults()
                .order("contoso", "", 70, new Fault.Status(503, Map.of("Content-Type", "nonsense")));
        for (int i = 0; i < 70; i++) {
            gateway.getAs(CONSUMER, web("/accounts?$top=1"));
        }

        assertThat(gateway.getAs(CONSUMER, web("/accounts?$top=1")).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5\r\nhello\r\n", "50\r\nhello", "5\r\nhello\r\nZZ\r\n"})
    void sendsNoBodyThatBreaksOff(String torso) throws IOException, InterruptedException {
        try (Wire wire = Wire.open(gateway)) {
            wire.send("POST " + web("/accounts") + " HTTP/1.1\r\n" + headers()
                    + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + torso);
        }
        // A torso that goes up arrives at once; this is how long it has for it.
        Instant end = Instant.now().plus(Duration.ofSeconds(1));
        while (Instant.now().isBefore(end)) {
            assertThat(gateway.simulator().environment("contoso").recorder().requests())
                    .isEmpty();
            Thread.sleep(50);
        }

        assertThat(gateway.getAs(CONSUMER, web("/accounts?$top=1")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void saysThatABodyCannotBeRead() throws IOException {
        try (Wire wire = Wire.open(gateway)) {
            wire.send("POST " + web("/accounts") + " HTTP/1.1\r\n" + headers()
                    + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
                    + "F".repeat(20) + "\r\n");

            // WildFly ends the connection by itself, so that nothing can be said on it.
            assertThat(wire.readAnswer())
                    .satisfiesAnyOf(answer -> assertThat(answer).isEmpty(), answer -> assertThat(answer)
                            .startsWith("HTTP/1.1 400 "));
        }
        assertThat(gateway.simulator().environment("contoso").recorder().requests())
                .isEmpty();
    }

    @Test
    void neverCutsASessionIdOutOfThePath() throws IOException {
        String answer = raw("GET " + web("/accounts;jsessionid=abc") + " HTTP/1.1");

        List<RecordedRequest> sent =
                gateway.simulator().environment("contoso").recorder().requests();
        if (!answer.startsWith("HTTP/1.1 400 ")) {
            assertThat(sent)
                    .extracting(RecordedRequest::target)
                    .containsExactly("/api/data/v9.2/accounts;jsessionid=abc");
        } else {
            assertThat(sent).isEmpty();
        }
    }

    private String web(String target) {
        return "/api/dataverse/" + host + "/api/data/v9.2" + target;
    }

    private HttpRequest.Builder sending(String pathAndQuery) {
        return gateway.requestAs(CONSUMER, pathAndQuery).header("Content-Type", "application/json; charset=utf-8");
    }

    private RecordedRequest lastRequest() {
        List<RecordedRequest> requests =
                gateway.simulator().environment("contoso").recorder().requests();
        assertThat(requests).isNotEmpty();
        return requests.get(requests.size() - 1);
    }

    private void register(String environment) {
        HttpResponse<String> answer = gateway.send(gateway.requestAs(MANAGER, "/api/tenants/" + HOME + "/environments")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"url\":\"https://" + gateway.simulator().host(environment) + "\"}")));
        assertThat(answer.statusCode()).isIn(200, 201);
    }

    private void setStatus(String address, String status) {
        HttpResponse<String> answer = gateway.send(gateway.requestAs(MANAGER, address)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"status\":\"" + status + "\"}")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /** The answer to a request line that no client library would send. */
    private String raw(String requestLine) throws IOException {
        try (Wire wire = Wire.open(gateway)) {
            wire.send(requestLine + "\r\n" + headers() + "Connection: close\r\n\r\n");
            return wire.readToEnd();
        }
    }

    private String headers() {
        return "Host: localhost\r\nAuthorization: Bearer " + gateway.simulator().token(CONSUMER) + "\r\n";
    }
}
