package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Answers.code;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Fault;
import org.s2sgateway.simulator.wire.Faults;
import org.s2sgateway.simulator.wire.Recorder;

/**
 * Every status and every code of the Web API that is documented, and what of it the consumer gets: the same, something
 * better because the gateway tried again, or an explanation in its place.
 *
 * <p>Source: "Compose HTTP requests and handle errors" and "Web service error codes" (Microsoft Dataverse).
 */
class StatusesIT {

    private static final String HOME = "c0a00000-0000-4000-8000-000000000001";
    private static final String CONSUMER = "orders-service";

    /** Where no other test reckons with a token, a place or a retry. */
    private static final String PLACE = "contoso-no-role";

    private static final String JSON = "application/json; odata.metadata=minimal";
    private static final String HTML = "<html><body>Sign in to your account</body></html>";

    private final RunningGateway gateway = GatewayRun.gateway();

    @BeforeEach
    void registerTheEnvironment() {
        HttpResponse<String> answer =
                gateway.send(gateway.requestAs("registry-manager", "/api/tenants/" + HOME + "/environments")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(
                                "{\"url\":\"https://" + gateway.simulator().host(PLACE) + "\"}")));
        assertThat(answer.statusCode()).isIn(200, 201);
        recorder().clear();
    }

    @AfterEach
    void switchFaultsOff() {
        gateway.simulator().faults().clear();
    }

    /**
     * In the bodies that Dataverse is known to send: its own error with or without a code, the one of the framework below
     * it, something that is no JSON, and nothing.
     */
    @ParameterizedTest(name = "{0} {1} {2} {3}")
    @CsvSource(
            quoteCharacter = '\u0000',
            delimiter = '|',
            value = {
                "GET  | 200 | application/json; odata.metadata=minimal | {`value`:[]}",
                "GET  | 200 | application/xml                          | <edmx:Edmx/>",
                "POST | 201 | application/json; odata.metadata=minimal | {`name`:`new`}",
                "GET  | 400 | application/json; odata.metadata=minimal | {`error`:{`code`:`0x80060891`,`message`:`Bad`}}",
                "GET  | 400 | application/json; odata.metadata=minimal | {`error`:{`code`:``,`message`:`Bad`}}",
                "GET  | 400 | application/json; charset=utf-8          | {`Message`:`Bad`}",
                "GET  | 400 | text/plain                               | Bad Request",
                "GET  | 400 |                                          |",
                "GET  | 403 | application/json; odata.metadata=minimal | {`error`:{`code`:``,`message`:`No`}}",
                "GET  | 403 | application/json; charset=utf-8          | {`Message`:`No`}",
                "GET  | 403 | text/plain                               | Forbidden",
                "GET  | 403 |                                          |",
                "GET  | 404 | application/json; odata.metadata=minimal | {`error`:{`code`:`0x80060888`,`message`:`None`}}",
                "GET  | 404 | application/json; charset=utf-8          | {`Message`:`No HTTP resource was found`}",
                "GET  | 404 | text/plain                               | Not Found",
                "GET  | 404 |                                          |",
                "POST | 405 | application/json; odata.metadata=minimal | {`error`:{`code`:``,`message`:`Not here`}}",
                "POST | 405 | application/json; charset=utf-8          | {`Message`:`Not here`}",
                "POST | 405 | text/plain                               | Method Not Allowed",
                "POST | 405 |                                          |",
                "POST | 412 | application/json; odata.metadata=minimal | {`error`:{`code`:``,`message`:`Changed`}}",
                "POST | 412 | application/json; charset=utf-8          | {`Message`:`Changed`}",
                "POST | 412 | text/plain                               | Precondition Failed",
                "POST | 412 |                                          |",
                "POST | 413 | application/json; odata.metadata=minimal | {`error`:{`code`:``,`message`:`Too much`}}",
                "POST | 413 | application/json; charset=utf-8          | {`Message`:`Too much`}",
                "POST | 413 | text/plain                               | Too Large",
                "POST | 413 |                                          |",
                "GET  | 500 | application/json; odata.metadata=minimal | {`error`:{`code`:`0x80040216`,`message`:`Failed`}}",
                "GET  | 501 | application/json; odata.metadata=minimal | {`error`:{`code`:``,`message`:`Not yet`}}",
                "GET  | 501 | application/json; charset=utf-8          | {`Message`:`Not yet`}",
                "GET  | 501 | text/plain                               | Not Implemented",
                "GET  | 501 |                                          |",
                "POST | 502 | application/json; odata.metadata=minimal | {`error`:{`code`:``,`message`:`Gone`}}",
                "POST | 502 | application/json; charset=utf-8          | {`Message`:`Gone`}",
                "POST | 502 | text/plain                               | Bad Gateway",
                "POST | 502 |                                          |",
                "POST | 503 | application/json; odata.metadata=minimal | {`error`:{`code`:``,`message`:`Later`}}",
                "POST | 503 | application/json; charset=utf-8          | {`Message`:`Later`}",
                "POST | 503 | text/plain                               | Service Unavailable",
                "POST | 503 |                                          |",
                "POST | 504 | application/json; odata.metadata=minimal | {`error`:{`code`:``,`message`:`Slow`}}"
            })
    void passesOnWhatItCannotMend(String method, int status, String type, String body) {
        order(Faults.ALWAYS, answer(status, type, body).with("Retry-After", "3"));

        HttpResponse<String> answer = call(method);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body == null ? "" : body.replace('`', '"'));
        // JAX-RS may leave out the space, which means nothing (RFC 9110, section 5.6.6).
        assertThat(answer.headers().firstValue("Content-Type").map(it -> it.replace("; ", ";")))
                .isEqualTo(Optional.ofNullable(type).map(it -> it.replace("; ", ";")));
        assertThat(answer.headers().allValues("Retry-After")).containsExactly("3");
        assertThat(answer.headers().allValues("REQ_ID")).containsExactly("b1c2");
        assertThat(answer.headers().allValues("x-ms-service-request-id")).containsExactly("a0b1");
        assertThat(recorder().requests()).hasSize(1);
    }

    @Test
    void passesOnThatThereIsNothingToSay() {
        order(1, answer(204, null, null).with("OData-EntityId", "https://elsewhere.example/accounts(1)"));
        HttpResponse<String> created = call("POST");
        assertThat(created.statusCode()).isEqualTo(204);
        assertThat(created.body()).isEmpty();
        assertThat(created.headers().allValues("OData-EntityId"))
                .containsExactly("https://elsewhere.example/accounts(1)");

        order(1, answer(304, null, null).with("ETag", "W/\"1\""));
        HttpResponse<String> unchanged = call("GET");
        assertThat(unchanged.statusCode()).isEqualTo(304);
        assertThat(unchanged.body()).isEmpty();
        assertThat(unchanged.headers().allValues("ETag")).containsExactly("W/\"1\"");
    }

    @Test
    void passesOnAPartOfABody() {
        order(
                1,
                answer(206, "application/octet-stream", "345")
                        .with("Content-Range", "bytes 3-5/10")
                        .with("Accept-Ranges", "bytes"));

        HttpResponse<String> part = call("GET");

        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("345");
        assertThat(part.headers().allValues("Content-Range")).containsExactly("bytes 3-5/10");
    }

    /**
     * The status is the documented one, or that of the documented class: 403 where somebody may not, 405 where it is not
     * supported, 412 for duplicates, 413. Of codes in no class nothing is known: 400 here, 403 where they speak of a
     * user or an address that is kept out.
     */
    @ParameterizedTest
    @CsvSource({
        // documented or seen
        "403, 0x80072560",
        "403, 0x80040225",
        "412, 0x80040237",
        "403, 0x8004A110",
        // by the documented class
        "403, 0x80040220",
        "403, 0x80040231",
        "403, 0x80048306",
        "403, 0x80048405",
        "413, 0x8004418a",
        // nothing known, a user or an address that is kept out
        "403, 0x80042f09",
        "403, 0x80044507",
        "403, 0x8004A113",
        "403, 0x8004D24B",
        "403, 0x8004D24C",
        "403, 0x80095ffe",
        "403, 0x80095ffd",
        "403, 0x80095ffc",
        "403, 0x8004Ed43",
        // nothing known
        "400, 0x80041d48",
        "400, 0x80040d40",
        "400, 0x80041d49",
        "400, 0x80041d28",
        "400, 0x80041d2c",
        "400, 0x80041409",
        "400, 0x8004A121",
        "400, 0x80072559",
        "400, 0x80040530",
        "400, 0x80060888"
    })
    void passesEveryCodeOn(int status, String code) {
        String body = "{\"error\":{\"code\":\"" + code + "\",\"message\":\"As documented\","
                + "\"@Microsoft.PowerApps.CDS.HelpLink\":\"http://go.microsoft.com/fwlink/?LinkID=398563\"}}";
        order(Faults.ALWAYS, answer(status, JSON, body));

        for (String method : new String[] {"GET", "POST"}) {
            HttpResponse<String> answer = call(method);
            assertThat(code(answer)).isEqualTo(status + " " + code);
            assertThat(answer.body()).isEqualTo(body);
        }
        assertThat(recorder().requests()).hasSize(2);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            quoteCharacter = '\u0000',
            delimiter = '|',
            value = {
                "application/json; odata.metadata=minimal | {`error`:{`code`:`0x80072322`,`message`:`Slower`}}",
                "application/json; odata.metadata=minimal | {`error`:{`code`:`0x80072321`,`message`:`Slower`}}",
                "application/json; odata.metadata=minimal | {`error`:{`code`:`0x80072326`,`message`:`Slower`}}",
                "application/json; charset=utf-8          | {`Message`:`Slower`}",
                "text/plain                               | Too Many Requests",
                "text/html                                | <html><body>Too Many Requests</body></html>",
                "                                         | "
            })
    void sendsAgainWhatIsThrottled(String type, String body) {
        for (String method : new String[] {"GET", "POST"}) {
            recorder().clear();
            order(1, answer(429, type, body).with("Retry-After", "1"));
            order(1, answer(200, JSON, "{\"value\":[]}"));

            assertThat(call(method).body()).isEqualTo("{\"value\":[]}");
            assertThat(recorder().requests()).hasSize(2);
        }
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(
            strings = {"{\"error\":{\"code\":\"0x80072322\",\"message\":\"Slower\"}}", "{\"Message\":\"Slower\"}", ""})
    void passesA429OnThatThereIsNoTimeFor(String body) {
        // For as long as it asks, nobody gets through; the next call waits.
        order(1, answer(429, body.isEmpty() ? null : JSON, body).with("Retry-After", "2"));
        order(1, answer(200, JSON, "{\"value\":[]}"));

        HttpResponse<String> throttled =
                gateway.send(gateway.requestAs(CONSUMER, web()).header("Prefer", "wait=1"));

        assertThat(throttled.statusCode()).isEqualTo(429);
        assertThat(throttled.body()).isEqualTo(body);
        assertThat(throttled.headers().allValues("Retry-After")).containsExactly("2");
        assertThat(throttled.headers().allValues("REQ_ID")).containsExactly("b1c2");
        assertThat(call("GET").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            quoteCharacter = '\u0000',
            delimiter = '|',
            value = {
                "502 | application/json; charset=utf-8          | {`Message`:`Gone`}",
                "502 | text/html                                | <html><body>Bad Gateway</body></html>",
                "503 | application/json; odata.metadata=minimal | {`error`:{`code`:``,`message`:`Later`}}",
                "503 | text/plain                               | Service Unavailable",
                "503 | text/html                                | <html><body>Service Unavailable</body></html>",
                "504 |                                          | "
            })
    void readsAgainWhatMayPass(int status, String type, String body) {
        order(1, answer(status, type, body));
        order(1, answer(200, JSON, "{\"value\":[]}"));

        assertThat(call("GET").body()).isEqualTo("{\"value\":[]}");
        assertThat(recorder().requests()).hasSize(2);
    }

    /** It is the gateway's token that is refused: the codes are those that belong to a 401. */
    static Stream<Answer> refusalsOfTheToken() {
        return Stream.of(
                answer(401, JSON, "{\"error\":{\"code\":\"0x80044302\",\"message\":\"Not authenticated\"}}"),
                answer(401, JSON, "{\"error\":{\"code\":\"0x80040277\",\"message\":\"Unauthorized\"}}"),
                answer(401, JSON, "{\"error\":{\"code\":\"0x8005F101\",\"message\":\"Expired\"}}"),
                answer(401, "text/html", "HTTP Error 401 - Unauthorized: Access is denied"),
                answer(401, null, ""));
    }

    @ParameterizedTest
    @MethodSource("refusalsOfTheToken")
    void explainsThatItsTokenIsRefused(Answer refusal) {
        order(Faults.ALWAYS, refusal.with("WWW-Authenticate", "Bearer authorization_uri=https://login.example"));

        HttpResponse<String> answer = call("POST");

        assertThat(code(answer)).isEqualTo("502 S2S.TokenRefused");
        assertThat(answer.headers().allValues("WWW-Authenticate")).isEmpty();
        // With another token, as far as there may be one so soon.
        assertThat(recorder().requests()).hasSizeBetween(1, 2);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "GET, 200, text/html",
        "GET, 200, TEXT/HTML; charset=utf-8",
        "GET, 403, text/html",
        "GET, 404, text/html",
        "GET, 500, text/html",
        "POST, 503, text/html",
        "GET, 301, application/json",
        "GET, 302, text/html",
        "POST, 302, application/json",
        "GET, 303, text/html",
        "GET, 307, application/json",
        "POST, 308, application/json"
    })
    void putsAnExplanationInThePlaceOfAPageForPeople(String method, int status, String type) {
        order(Faults.ALWAYS, answer(status, type, HTML).with("Location", "https://login.example/authorize"));

        HttpResponse<String> answer = call(method);

        assertThat(code(answer)).isEqualTo("502 S2S.UnexpectedAnswer");
        assertThat(answer.body()).doesNotContain("Sign in");
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(recorder().requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"application/json, br", "application/json; charset=utf-16, identity"})
    void passesNoJsonOnWhoseLinksItCannotRead(String type, String coding) {
        byte[] unreadable = "{\"@odata.context\":\"?\"}".getBytes(StandardCharsets.UTF_16LE);
        order(Faults.ALWAYS, Answer.bytes(200, type, unreadable).with("Content-Encoding", coding));

        assertThat(code(call("GET"))).isEqualTo("502 S2S.UnexpectedAnswer");
    }

    @Test
    void keepsWhatAPageForPeopleSaysAboutTheTime() {
        order(
                1,
                answer(503, "text/html", "<html><body>Closed for maintenance</body></html>")
                        .with("Retry-After", "120"));

        HttpResponse<String> answer = call("POST");

        assertThat(code(answer)).isEqualTo("502 S2S.UnexpectedAnswer");
        assertThat(answer.headers().allValues("Retry-After")).containsExactly("120");
    }

    private static Answer answer(int status, String type, String body) {
        String text = body == null ? "" : body.replace('`', '"');
        Answer answer = type == null ? Answer.empty(status) : Answer.text(status, type, text);
        return answer.with("x-ms-service-request-id", "a0b1").with("REQ_ID", "b1c2");
    }

    private void order(int times, Answer answer) {
        gateway.simulator().faults().order(PLACE, times, new Fault.Verbatim(answer));
    }

    private HttpResponse<String> call(String method) {
        return gateway.send(gateway.requestAs(CONSUMER, web())
                .header("Content-Type", "application/json")
                .method(method, method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}")));
    }

    private Recorder recorder() {
        return gateway.simulator().environment(PLACE).recorder();
    }

    private String web() {
        return "/api/dataverse/" + gateway.simulator().host(PLACE) + "/api/data/v9.2/accounts";
    }
}
