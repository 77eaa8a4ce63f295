package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.simulator.DataverseClient.ACCOUNT_1;
import static org.s2sgateway.simulator.DataverseClient.ACCOUNT_2;
import static org.s2sgateway.simulator.DataverseClient.message;
import static org.s2sgateway.simulator.DataverseClient.refusal;
import static org.s2sgateway.simulator.TestClient.GATEWAY;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.s2sgateway.simulator.dataverse.ApplicationUser;

class BatchTest {

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
    void answersTheRequestsInTheirOrder() throws Exception {
        HttpResponse<String> answer = batch(
                part("GET " + ACCOUNT_1 + "?$select=name", ""),
                part("POST /api/data/v9.2/accounts", "{\"name\":\"New\"}"),
                part("GET " + contoso.root() + ACCOUNT_2 + "?$select=name", ""));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("OData-Version")).contains("4.0");
        String boundary =
                answer.headers().firstValue("Content-Type").orElseThrow().replace("multipart/mixed; boundary=", "");
        assertThat(boundary).matches("batchresponse_[0-9a-f-]{36}");
        assertThat(answer.body())
                .startsWith("--" + boundary + "\r\nContent-Type: application/http\r\n"
                        + "Content-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 200 OK\r\n"
                        + "Content-Type: application/json; odata.metadata=minimal; odata.streaming=true\r\n")
                .endsWith("--" + boundary + "--\r\n")
                .containsSubsequence("Test Account 1", "HTTP/1.1 204 No Content", "Test Account 2")
                .containsPattern("OData-EntityId: \\Q" + contoso.root() + "\\Eaccounts\\([0-9a-f-]{36}\\)\r\n");
    }

    @Test
    void stopsAtTheFirstErrorAndAnswersItsStatus() throws Exception {
        HttpResponse<String> answer =
                batch(part("POST accounts", "{\"nothing\":1}"), part("POST accounts", "{\"name\":\"Second\"}"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("multipart/mixed; boundary=");
        assertThat(answer.body())
                .contains("HTTP/1.1 400 Bad Request", "0x80048d19", "REQ_ID: ")
                .doesNotContain("HTTP/1.1 204");
        assertThat(count("Second")).isZero();
    }

    @Test
    void goesOnAfterAnErrorWhenThatIsPreferred() throws Exception {
        HttpResponse<String> answer = send(
                body(part("POST accounts", "{\"nothing\":1}"), part("POST accounts", "{\"name\":\"Second\"}")),
                "Prefer",
                "odata.continue-on-error");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).containsSubsequence("HTTP/1.1 400 Bad Request", "HTTP/1.1 204 No Content");
        assertThat(count("Second")).isEqualTo(1);
    }

    @Test
    void doesAChangeSetWhollyOrNotAtAll() throws Exception {
        HttpResponse<String> answer = batch(changes(
                change("1", "POST accounts", "{\"name\":\"Rolled back\"}"),
                change("2", "PATCH " + ACCOUNT_1, "{\"name\":\"Rolled back\"}"),
                change("3", "DELETE " + ACCOUNT_2, ""),
                change("4", "PATCH " + ACCOUNT_1, "{\"nothing\":1}")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .containsPattern("Content-Type: multipart/mixed; boundary=changesetresponse_[0-9a-f-]{36}\r\n")
                .contains("Content-ID: 4\r\n", "HTTP/1.1 400 Bad Request")
                .doesNotContain("HTTP/1.1 204");
        assertThat(count("Rolled back")).isZero();
        assertThat(contoso.json(ACCOUNT_1).getString("name")).isEqualTo("Test Account 1");
        assertThat(contoso.get(ACCOUNT_2).statusCode()).isEqualTo(200);
    }

    @Test
    void refersToWhatAChangeSetHasMade() throws Exception {
        HttpResponse<String> answer = batch(changes(
                change("1", "POST accounts", "{\"name\":\"Made\"}"),
                change("2", "PATCH $1", "{\"name\":\"Changed\"}")));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("Content-ID: 1\r\n", "Content-ID: 2\r\n");
        assertThat(count("Changed")).isEqualTo(1);
    }

    @Test
    void refusesAReferenceToNothing() throws Exception {
        HttpResponse<String> answer = batch(changes(
                change("2", "PATCH $1", "{\"name\":\"x\"}"), change("1", "POST accounts", "{\"name\":\"QQQQ\"}")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Content-ID Reference: '$1' does not exist in the batch context.");
        assertThat(count("QQQQ")).isZero();
        assertThat(batch(part("GET $1", "")).statusCode()).isEqualTo(400);
    }

    @Test
    void refusesWhatIsNoBatch() throws Exception {
        String one = part("GET accounts", "");

        refuses("GET' was detected for a request in a change set", changes(change("1", "GET accounts", "")));
        refuses("Nested change sets", changes("--c\r\nContent-Type: multipart/mixed; boundary=d\r\n\r\n--d--\r\n"));
        refuses("too many parts", one.repeat(1_001));
        refuses("found more than once", changes(change("1", "DELETE a", ""), change("1", "DELETE a", "")));
        refuses("'application/http'", one.replace("application/http", "text/plain"));
        refuses("'binary'", one.replace("binary", "8bit"));
        refuses("request line", part("GET", ""));
        refuses("request line", part("GET accounts x", ""));
        refuses("'HEAD' is not supported", part("HEAD accounts", ""));
        refuses("must not have the header Authorization", header(one, "Authorization: Bearer x"));
        refuses("is not a header", header(one, " folded"));
        assertThat(refusal(send("--b\r\n" + one))).isEqualTo("400 0x80060888");
        assertThat(refusal(send(""))).isEqualTo("400 0x80060888");
        assertThat(refusal(contoso.get("$batch"))).isEqualTo("405 0x80060888");
        assertThat(refusal(contoso.post("$batch", body(one), "Content-Type", "multipart/mixed")))
                .isEqualTo("400 0x80060888");
        assertThat(refusal(contoso.post("$batch", "{}", "Content-Type", "application/json")))
                .isEqualTo("400 0x80060888");
        assertThat(refusal(send(body(part("GET accounts?$filter=" + "x".repeat(65_536), "")))))
                .isEqualTo("414 0x80060888");
    }

    @Test
    void runsAThousandRequestsAndLongerUrlsThanAlone() throws Exception {
        assertThat(batch(part("GET WhoAmI", "").repeat(1_000)).statusCode()).isEqualTo(200);
        assertThat(batch(part("GET accounts?tag=" + "x".repeat(60_000), "")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesABatchInABatchAndOtherHosts() throws Exception {
        assertThat(batch(part("POST $batch", "")).body()).contains("cannot contain another batch request");
        assertThat(batch(part("POST /api/data/v9.2/%24batch", "")).statusCode()).isEqualTo(400);
        assertThat(batch(part("GET https://other.crm.dynamics.com/api/data/v9.2/accounts", ""))
                        .statusCode())
                .isEqualTo(400);
        assertThat(batch(part("GET http://" + simulator.host("contoso") + "/api/data/v9.2/accounts", ""))
                        .statusCode())
                .isEqualTo(400);
        assertThat(batch(header(part("GET accounts", ""), "Host: other.crm.dynamics.com"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(batch(header(part("GET accounts", ""), "Host: " + simulator.host("contoso")))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void impersonatesPartByPart() throws Exception {
        String ada = simulator.personId("ada@contoso.example").toString();
        String impersonated = header(part("GET WhoAmI", ""), "CallerObjectId: " + ada);
        assertThat(batch(impersonated).body()).contains("HTTP/1.1 403 Forbidden", "0x8004A110");

        mayActOnBehalf();
        assertThat(batch(impersonated, part("GET WhoAmI", "")).body().split("UserId"))
                .hasSize(3);
        assertThat(batch(impersonated).body()).contains(userId(ada));
        assertThat(batch(part("GET WhoAmI", "")).body()).doesNotContain(userId(ada));
        assertThat(send(body(part("GET WhoAmI", "")), "CallerObjectId", ada).body())
                .contains(userId(ada));
    }

    @Test
    void isThrottledInPlainJson() throws Exception {
        simulator.faults().status("contoso", 1, 429, "7");

        HttpResponse<String> answer = batch(part("GET accounts", ""));

        assertThat(refusal(answer)).isEqualTo("429 0x80072322");
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
    }

    private void mayActOnBehalf() {
        Set<String> privileges = new HashSet<>(ApplicationUser.EVERYTHING);
        privileges.add(ApplicationUser.ACT_ON_BEHALF);
        simulator.environment("contoso").put(UUID.fromString(GATEWAY), false, privileges);
    }

    private String userId(String objectId) throws Exception {
        mayActOnBehalf();
        return TestClient.json(contoso.get("WhoAmI", "CallerObjectId", objectId))
                .getString("UserId");
    }

    private long count(String name) throws Exception {
        return contoso.rows("accounts?$select=name&$filter=name%20eq%20%27" + name.replace(" ", "%20") + "%27")
                .size();
    }

    private void refuses(String reason, String part) throws Exception {
        HttpResponse<String> answer = batch(part);
        assertThat(refusal(answer)).isEqualTo("400 0x80060888");
        assertThat(message(answer)).contains(reason);
    }

    private HttpResponse<String> batch(String... parts) throws Exception {
        return send(body(parts));
    }

    private HttpResponse<String> send(String body, String... headers) throws Exception {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Content-Type";
        all[1] = "multipart/mixed; boundary=\"b\"";
        return contoso.post("$batch", body, all);
    }

    private static String body(String... parts) {
        return String.join("", parts) + "--b--\r\n";
    }

    private static String part(String requestLine, String json) {
        return "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n" + requestLine
                + " HTTP/1.1\r\nContent-Type: application/json\r\n\r\n" + json + "\r\n";
    }

    private static String header(String part, String header) {
        return part.replace(" HTTP/1.1\r\n", " HTTP/1.1\r\n" + header + "\r\n");
    }

    private static String changes(String... changes) {
        return "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n" + String.join("", changes) + "--c--\r\n";
    }

    private static String change(String contentId, String requestLine, String json) {
        return part(requestLine, json)
                .replace("--b\r\n", "--c\r\n")
                .replace("binary\r\n", "binary\r\nContent-ID: " + contentId + "\r\n");
    }
}
