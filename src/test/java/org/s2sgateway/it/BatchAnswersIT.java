package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.s2sgateway.it.WebApiConsumer.Answer;

/** What batches do and answer, with nothing but the gateway's address; which of them are refused says {@link BatchIT}. */
class BatchAnswersIT {

    private static final String ACCOUNT_1 = "accounts(28630624-cac9-e811-a964-000d3a3ac063)";

    private final RunningGateway gateway = GatewayRun.gateway();

    private WebApiConsumer contoso;

    @BeforeEach
    void know() {
        contoso = WebApiConsumer.of(gateway, "contoso");
    }

    @Test
    void leadsToTheGatewayWithEveryLinkOfTheAnswers() {
        Answer answer = batch(
                "",
                part("GET " + contoso.root() + ACCOUNT_1 + "?$select=name", "")
                        + part("GET accounts?$select=name", "", "Prefer: odata.maxpagesize=1")
                        + part("POST accounts", "{\"name\":\"New\"}"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).matches("multipart/mixed; ?boundary=batchresponse_[0-9a-f-]{36}");
        assertThat(found("\"@odata.context\":\"([^\"]*)\"", answer))
                .containsExactly(
                        contoso.root() + "$metadata#accounts(name)/$entity",
                        contoso.root() + "$metadata#accounts(name)");
        String made = found("OData-EntityId: (\\S*)", answer).get(0);
        assertThat(made).startsWith(contoso.root() + "accounts(");
        assertThat(found("Location: (\\S*)", answer)).containsExactly(made);
        assertThat(contoso.json(made).getString("name")).isEqualTo("New");
        String next = found("\"@odata.nextLink\":\"([^\"]*)\"", answer).get(0);
        assertThat(contoso.rows(next, "Prefer", "odata.maxpagesize=1")).hasSize(1);
    }

    @Test
    void relatesWhatAChangeSetMakes() {
        Answer answer = batch(
                "",
                changes(
                        change("1", "POST contacts", "{\"lastname\":\"L\"}"),
                        change("2", "POST accounts", "{\"name\":\"A\",\"primarycontactid@odata.bind\":\"$1\"}"),
                        change("3", "PUT $2/parentaccountid/$ref", reference(ACCOUNT_1)),
                        change("4", "PATCH " + contoso.root() + ACCOUNT_1, "{\"name\":\"Parent\"}")));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text())
                .containsSubsequence("Content-ID: 1", "Content-ID: 2", "Content-ID: 3", "Content-ID: 4");
        String account = found("OData-EntityId: (\\S*/accounts\\S*)", answer).get(0);
        assertThat(contoso.json(account + "/primarycontactid").getString("lastname"))
                .isEqualTo("L");
        assertThat(contoso.json(account + "/parentaccountid").getString("name")).isEqualTo("Parent");
    }

    @Test
    void doesAChangeSetWhollyOrNotAtAll() {
        Answer answer = batch(
                "",
                changes(
                        change("1", "PATCH " + ACCOUNT_1, "{\"name\":\"Rolled back\"}"),
                        change("2", "PATCH " + ACCOUNT_1, "{\"nothing\":1}")));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("HTTP/1.1 400 Bad Request", "Content-ID: 2", "0x80048d19");
        assertThat(contoso.json(ACCOUNT_1).getString("name")).isEqualTo("Test Account 1");
    }

    @Test
    void goesOnAfterAnErrorWhenThatIsPreferred() {
        String parts = part("GET nothing", "") + part("GET " + ACCOUNT_1, "");

        assertThat(batch("", parts).status()).isEqualTo(404);
        Answer answer = batch("odata.continue-on-error", parts);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).containsSubsequence("HTTP/1.1 404 Not Found", "HTTP/1.1 200 OK", "Test Account 1");
    }

    @Test
    void leavesAddressesAloneThatSomebodyHasTyped() {
        String address = contoso.past() + "/api/data/v9.2/" + ACCOUNT_1;
        contoso.send("PATCH", ACCOUNT_1, "{\"name\":\"" + address + "\"}");

        Answer answer = send(contoso.whoseDataHolds(address), "", part("GET " + ACCOUNT_1 + "?$select=name", ""));

        assertThat(answer.text()).contains("\"name\":\"" + address + "\"");
    }

    @Test
    void packsItsAnswer() {
        Answer packed = contoso.send(
                "POST",
                "$batch",
                part("GET " + ACCOUNT_1, "") + "--b--\r\n",
                "Content-Type",
                "multipart/mixed; boundary=b",
                "Accept-Encoding",
                "gzip");

        assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(packed.text()).contains("\"@odata.context\":\"" + contoso.root() + "$metadata#accounts/$entity\"");
    }

    private String reference(String row) {
        return "{\"@odata.id\":\"" + contoso.root() + row + "\"}";
    }

    private static List<String> found(String pattern, Answer answer) {
        return Pattern.compile(pattern)
                .matcher(answer.text())
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private Answer batch(String prefer, String parts) {
        return send(contoso, prefer, parts);
    }

    private static Answer send(WebApiConsumer consumer, String prefer, String parts) {
        String[] type = {"Content-Type", "multipart/mixed; boundary=\"b\""};
        String[] preferring = {type[0], type[1], "Prefer", prefer};
        return consumer.send("POST", "$batch", parts + "--b--\r\n", prefer.isEmpty() ? type : preferring);
    }

    private static String part(String requestLine, String json, String... headers) {
        StringBuilder lines = new StringBuilder();
        for (String header : headers) {
            lines.append(header).append("\r\n");
        }
        return "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n" + requestLine
                + " HTTP/1.1\r\nContent-Type: application/json\r\n" + lines + "\r\n" + json + "\r\n";
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
