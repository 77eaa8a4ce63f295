package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Answers.code;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Fault;
import org.s2sgateway.simulator.wire.RecordedRequest;

/** What two servers could read in two ways, or is too large: refused before anything goes up. And what goes up. */
class BadInputIT {

    private static final String HOME = "c0a00000-0000-4000-8000-000000000001";
    private static final String CONSUMER = "orders-service";
    private static final String IMPERSONATOR = "impersonating-service";
    private static final String USER = "5f0d3a9c-1111-4222-8333-444455556666";

    private final RunningGateway gateway = GatewayRun.gateway();

    @BeforeEach
    void registerTheEnvironment() {
        HttpResponse<String> answer =
                gateway.send(gateway.requestAs("registry-manager", "/api/tenants/" + HOME + "/environments")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(
                                "{\"url\":\"https://" + gateway.simulator().host("contoso") + "\"}")));
        assertThat(answer.statusCode()).isIn(200, 201);
        gateway.simulator().environment("contoso").recorder().clear();
    }

    @AfterEach
    void switchFaultsOff() {
        gateway.simulator().faults().clear();
    }

    /** Servers refuse some of it themselves, in their own words. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nContent-Length: 5",
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Content-Length: -1",
                "Content-Length: +2",
                "Content-Length: 2,5",
                "Transfer-Encoding: xchunked"
            })
    void refusesABodyWhoseEndIsUnclear(String framing) throws IOException {
        try (Wire wire = Wire.open(gateway)) {
            wire.send("POST " + web("/accounts") + " HTTP/1.1\r\n" + headers() + "Content-Type: application/json\r\n"
                    + framing + "\r\nConnection: close\r\n\r\n{}\r\n0\r\n\r\n");

            assertThat(wire.readAnswer()).startsWith("HTTP/1.1 400 ");
        }
        assertThat(received()).isEmpty();
    }

    @Test
    void takesNoChunksFromAClientThatKnowsNone() throws IOException {
        try (Wire wire = Wire.open(gateway)) {
            wire.send("POST " + web("/accounts") + " HTTP/1.0\r\n" + headers() + "Content-Type: application/json\r\n"
                    + "Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "GET /api/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");

            assertThat(wire.readToEnd()).startsWith("HTTP/1.").contains(" 400 ", "S2S.BadRequest");
        }
        assertThat(received()).isEmpty();
    }

    @Test
    void refusesHeadersThatAreTooLarge() {
        HttpRequest.Builder one = call(CONSUMER).header("Prefer", "x".repeat(70_000));
        assertThat(code(gateway.send(one))).isEqualTo("431 S2S.HeadersTooLarge");

        HttpRequest.Builder many = call(CONSUMER);
        // Payara takes 100 headers.
        for (int i = 0; i < 70; i++) {
            many.header("X-Many-" + i, "x".repeat(1_000));
        }
        assertThat(code(gateway.send(many))).isEqualTo("431 S2S.HeadersTooLarge");
        assertThat(received()).isEmpty();
    }

    @Test
    void sendsNothingOfACallThatIsTooLargeForTheServer() throws IOException {
        try (Wire wire = Wire.open(gateway)) {
            wire.send("GET " + web("/accounts") + " HTTP/1.1\r\n" + headers() + "X-Large: ");
            for (int i = 0; i < 20; i++) {
                wire.send("x".repeat(100_000));
            }
        } catch (IOException endedByTheServer) {
            // It need not read on.
        }
        assertThat(received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CallerObjectId",
                "CALLEROBJECTID",
                "Caller_Object_Id",
                "Caller-Object-Id",
                "CallerObject_Id",
                "MSCRMCallerID",
                "MSCRM_CallerID",
                "MSCRM-Caller-Id",
                "MSCRM.CallerID",
                "MSCRM.CallerObjectId"
            })
    void refusesToActAsAnotherUserInEverySpelling(String name) {
        assertThat(code(gateway.send(call(CONSUMER).header(name, USER))))
                .isEqualTo("403 S2S.ImpersonationNotPermitted");
        assertThat(received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Caller_Object_Id", "Caller-Object-Id", "MSCRM_CallerID", "MSCRM.CallerObjectId"})
    void refusesASpellingThatDataverseDoesNotKnow(String name) {
        assertThat(code(gateway.send(call(IMPERSONATOR).header(name, USER)))).isEqualTo("400 S2S.BadRequest");
        assertThat(received()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "CallerObjectId, CallerObjectId",
        "CallerObjectId, callerobjectid",
        "CallerObjectId, MSCRMCallerID",
        "MSCRMCallerID, MSCRM_CallerID",
        "CallerObjectId, Caller_Object_Id"
    })
    void refusesTwoUsersForOneCall(String one, String other) throws IOException {
        String token = gateway.simulator().token(IMPERSONATOR);
        try (Wire wire = Wire.open(gateway)) {
            wire.send("GET " + web("/accounts") + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                    + "\r\n" + one + ": " + USER + "\r\n" + other + ": " + USER + "\r\nConnection: close\r\n\r\n");

            assertThat(wire.readToEnd()).startsWith("HTTP/1.1 400 ").contains("S2S.BadRequest");
        }
        assertThat(received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"me", "{5f0d3a9c-1111-4222-8333-444455556666}", "5f0d3a9c-1111-4222-8333-444455556666,x"})
    void refusesAUserThatIsNoGuid(String user) {
        assertThat(code(gateway.send(call(IMPERSONATOR).header("CallerObjectId", user))))
                .isEqualTo("400 S2S.BadRequest");
        assertThat(received()).isEmpty();
    }

    /** Without a grant that restricts the caller it is Dataverse that asks for the privilege. */
    @Test
    void leavesItToDataverseWhoMayBypassItsLogic() {
        gateway.send(call(CONSUMER)
                .header("MSCRM.BypassCustomPluginExecution", "true")
                .header("MSCRM.BypassBusinessLogicExecution", "CustomSync,CustomAsync")
                .header("MSCRM_BypassBusinessLogicExecution", "CustomSync"));

        assertThat(lastRequest().header("MSCRM.BypassCustomPluginExecution")).hasValue("true");
        assertThat(lastRequest().header("MSCRM.BypassBusinessLogicExecution")).hasValue("CustomSync,CustomAsync");
        assertThat(lastRequest().header("MSCRM_BypassBusinessLogicExecution")).isEmpty();
    }

    @Test
    void takesNoHeaderAwayFromItselfThatConnectionNames() throws IOException {
        try (Wire wire = Wire.open(gateway)) {
            wire.send("GET " + web("/accounts?$top=1") + " HTTP/1.1\r\n" + headers()
                    + "Prefer: odata.maxpagesize=1\r\nRange: bytes=0-5\r\nConsistency: Strong\r\nTE: trailers\r\n"
                    + "Connection: Authorization, prefer ,Consistency, Host, x-ms-client-request-id\r\n\r\n");

            assertThat(wire.readAnswer()).startsWith("HTTP/1.1 200 ");
        }

        for (String name : List.of("Prefer", "Consistency", "TE")) {
            assertThat(lastRequest().header(name)).as(name).isEmpty();
        }
        assertThat(lastRequest().header("Range")).hasValue("bytes=0-5");
        assertThat(lastRequest().header("Host")).hasValue(gateway.simulator().host("contoso"));
        assertThat(lastRequest().header("Authorization").orElse("")).startsWith("Bearer ");
        assertThat(lastRequest().header("x-ms-client-request-id")).isPresent();
    }

    @Test
    void bringsDownNoHeaderThatConnectionNames() {
        Answer odd = Answer.text(200, "text/plain", "ok")
                .with("Connection", "X-Odd, ETag")
                .with("X-Odd", "odd")
                .with("ETag", "W/\"1\"")
                .with("Keep-Alive", "timeout=5")
                .with("x-ms-dop-hint", "4");
        gateway.simulator().faults().order("contoso", 1, new Fault.Verbatim(odd));

        HttpResponse<String> answer = gateway.send(call(CONSUMER));

        assertThat(answer.body()).isEqualTo("ok");
        assertThat(answer.headers().firstValue("x-ms-dop-hint")).hasValue("4");
        assertThat(answer.headers().firstValue("X-Odd")).isEmpty();
        assertThat(answer.headers().firstValue("ETag")).isEmpty();
        assertThat(answer.headers().firstValue("Keep-Alive").orElse("")).isNotEqualTo("timeout=5");
    }

    @Test
    void asksForTheBodyOfWhoeverWaitsToBeAskedAndTellsDataverseNothingOfIt() throws IOException {
        try (Wire wire = Wire.open(gateway)) {
            wire.send("POST " + web("/sim_Echo") + " HTTP/1.1\r\n" + headers()
                    + "Content-Type: application/json\r\nContent-Length: 13\r\nExpect: 100-continue\r\n"
                    + "Connection: close\r\n\r\n");
            assertThat(wire.readAnswer()).startsWith("HTTP/1.1 100 ");
            wire.send("{\"Text\":\"hi\"}");

            assertThat(wire.readToEnd()).startsWith("HTTP/1.1 ").doesNotStartWith("HTTP/1.1 100 ");
        }
        assertThat(lastRequest().body()).isEqualTo("{\"Text\":\"hi\"}");
        assertThat(lastRequest().header("Expect")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/accounts#fragment",
                "/accounts?a=b#fragment",
                "/accounts\\..",
                "/accounts\tx",
                "/accounts?a=\u0001"
            })
    void sendsNothingForATargetThatIsNone(String target) throws IOException {
        // Payara takes what is behind a tab for the version.
        assertThat(raw("GET " + web(target) + " HTTP/1.1")).matches("(?s)HTTP/1\\.1 (4\\d\\d|505) .*");
        assertThat(received()).isEmpty();
    }

    /** What only servers disagree about: a server that takes it lets the gateway refuse it. */
    @ParameterizedTest
    @ValueSource(strings = {"/accounts%00", "/accounts('%00')", "/accounts x", "/accounts?$filter=a eq b"})
    void sendsNothingThatServersDisagreeAbout(String target) throws IOException {
        assertThat(raw("GET " + web(target) + " HTTP/1.1")).matches("(?s)HTTP/1\\.[01] (400|505) .*");
        assertThat(received()).isEmpty();
    }

    /** A query is Dataverse's to understand: only what no query may have in it is refused here. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/accounts?$filter=name%20eq%20'%00'",
                "/accounts?$filter=name%20eq%20%00",
                "/accounts?$filter=name%20eq%20'open",
                "/accounts?$filter=name%20eq%20'..%2F..%2F'"
            })
    void leavesItToDataverseWhatAQuerySays(String target) throws IOException {
        raw("GET " + web(target) + " HTTP/1.1");

        assertThat(received()).extracting(RecordedRequest::target).containsExactly("/api/data/v9.2" + target);
    }

    @Test
    void refusesAQueryThatIsNone() throws IOException {
        for (String query : List.of("a=%zz", "a=%2", "a=\"", "a={}", "a=|")) {
            assertThat(raw("GET " + web("/accounts?" + query) + " HTTP/1.1"))
                    .as(query)
                    .startsWith("HTTP/1.1 400 ");
        }
        assertThat(received()).isEmpty();
    }

    @Test
    void goesNowhereElseForATargetWithAHostInIt() throws IOException {
        raw("GET http://evil.example" + web("/accounts?$top=1") + " HTTP/1.1");
        raw("GET https://evil.example/api/data/v9.2/accounts HTTP/1.1");

        assertThat(received())
                .extracting(RecordedRequest::target)
                .allMatch("/api/data/v9.2/accounts?$top=1"::equals)
                .hasSizeLessThan(2);
    }

    private HttpRequest.Builder call(String application) {
        return gateway.requestAs(application, web("/accounts?$top=1"));
    }

    private List<RecordedRequest> received() {
        return gateway.simulator().environment("contoso").recorder().requests();
    }

    private RecordedRequest lastRequest() {
        assertThat(received()).isNotEmpty();
        return received().get(received().size() - 1);
    }

    private String web(String target) {
        return "/api/dataverse/" + gateway.simulator().host("contoso") + "/api/data/v9.2" + target;
    }

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
