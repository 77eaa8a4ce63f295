package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.simulator.DataverseClient.ACCOUNT_1;

import jakarta.json.JsonObject;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchXmlTest {

    private static final String COOKIE = "@Microsoft.Dynamics.CRM.fetchxmlpagingcookie";
    private static final String MORE = "@Microsoft.Dynamics.CRM.morerecords";

    @TempDir
    Path home;

    private Simulator simulator;

    @BeforeEach
    void start() throws Exception {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(home));
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void leavesOutWhatHasNoValue() throws Exception {
        JsonObject page = fetch(
                "contoso",
                "<fetch><entity name='account'><attribute name='name'/><attribute name='telephone1'/>"
                        + "<filter><condition attribute='name' operator='like' value='%count 2'/></filter>"
                        + "</entity></fetch>");

        assertThat(page.getString("@odata.context")).endsWith("$metadata#accounts(name,telephone1)");
        assertThat(page.getJsonArray("value")).hasSize(1);
        assertThat(page.getJsonArray("value").getJsonObject(0).keySet())
                .containsExactly("@odata.etag", "name", "accountid");
    }

    @Test
    void pagesByACookieThatIsEncodedTwice() throws Exception {
        List<String> names = new ArrayList<>();
        String cookie = "";
        int page = 1;
        for (boolean more = true; more; page++) {
            JsonObject answer = fetch(
                    "contoso-large",
                    "<fetch page='" + page + "' count='2000' paging-cookie='" + escaped(cookie)
                            + "'><entity name='account'><attribute name='name'/></entity></fetch>");
            answer.getJsonArray("value").getValuesAs(JsonObject.class).forEach(row -> names.add(row.getString("name")));
            more = answer.getBoolean(MORE, false);
            if (more) {
                assertThat(answer.getString(COOKIE))
                        .startsWith(
                                "<cookie pagenumber=\"" + (page + 1) + "\" pagingcookie=\"%253ccookie%2520page%253d");
                cookie = decoded(decoded(answer.getString(COOKIE)
                        .replaceFirst(".* pagingcookie=\"", "")
                        .replaceFirst("\".*", "")));
            } else {
                assertThat(answer.keySet()).doesNotContain(COOKIE);
            }
        }

        assertThat(page).isEqualTo(4);
        assertThat(names).hasSize(6_000);
        assertThat(new HashSet<>(names)).hasSize(6_000);
    }

    @Test
    void givesNoCookieThatNobodyAskedFor() throws Exception {
        DataverseClient large = new DataverseClient(simulator, "contoso-large");

        JsonObject page =
                large.json("accounts?fetchXml=" + encoded("<fetch count='2'><entity name='account'></entity></fetch>"));

        assertThat(page.keySet()).containsExactly("@odata.context", "value");
    }

    @Test
    void joinsInsideAndOutside() throws Exception {
        DataverseClient contoso = new DataverseClient(simulator, "contoso");
        String ada = contoso.rows("contacts?$filter=firstname%20eq%20%27Ada%27")
                .get(0)
                .getString("contactid");
        contoso.send("PATCH", ACCOUNT_1, "{\"primarycontactid@odata.bind\":\"contacts(" + ada + ")\"}");
        String query = "<fetch><entity name='account'><attribute name='name'/><order attribute='name'/>"
                + "<link-entity name='contact' from='contactid' to='primarycontactid' link-type='%s' alias='c'>"
                + "<attribute name='fullname'/></link-entity></entity></fetch>";

        assertThat(fetch("contoso", query.formatted("inner")).getJsonArray("value"))
                .hasSize(1)
                .first()
                .satisfies(row ->
                        assertThat(row.asJsonObject().getString("c.fullname")).isEqualTo("Ada Example"));
        assertThat(fetch("contoso", query.formatted("outer")).getJsonArray("value"))
                .hasSize(2);
    }

    @Test
    void knowsTheCommonOperators() throws Exception {
        assertThat(count("<condition attribute='numberofemployees' operator='lt' value='2'/>"))
                .isEqualTo(24);
        assertThat(count("<condition attribute='creditonhold' operator='eq' value='1'/>"))
                .isEqualTo(600);
        assertThat(count("<condition attribute='revenue' operator='null'/>")).isEqualTo(857);
        assertThat(count("<condition attribute='name' operator='in'><value>Account 0001</value>"
                        + "<value>Account 0002</value></condition>"))
                .isEqualTo(2);
        assertThat(count("<filter type='or'><condition attribute='name' operator='eq' value='Account 0001'/>"
                        + "<condition attribute='name' operator='eq' value='Account 0002'/></filter>"))
                .isEqualTo(2);
    }

    @Test
    void refusesQueriesThatDataverseRefuses() throws Exception {
        refuses("400 0x80060888", "nonsense");
        refuses("400 0x80060888", "<!DOCTYPE fetch><fetch><entity name='account'/></fetch>");
        refuses("400 0x80060888", "<fetch><entity name='contact'/></fetch>");
        refuses("400 0x80060888", "<fetch><entity name='account'><attribute name='nothing'/></entity></fetch>");
        refuses("400 0x80060888", "<fetch page='0'><entity name='account'/></fetch>");
        refuses("400 0x80060888", "<fetch page='2' paging-cookie='nonsense'><entity name='account'/></fetch>");
        refuses(
                "400 0x80060888",
                "<fetch page='3' paging-cookie='&lt;cookie page=\"1\"/>'><entity name='account'/></fetch>");
        refuses("501 0x80060888", "<fetch aggregate='true'><entity name='account'/></fetch>");
        DataverseClient contoso = new DataverseClient(simulator, "contoso");
        assertThat(contoso.refusal(
                        "GET",
                        "accounts?$select=name&fetchXml=" + encoded("<fetch><entity name='account'/></fetch>"),
                        ""))
                .isEqualTo("400 0x80060888");
    }

    private int count(String conditions) throws Exception {
        DataverseClient large = new DataverseClient(simulator, "contoso-large");
        return large.json("accounts?$count=true&fetchXml="
                        + encoded("<fetch count='1'><entity name='account'><attribute name='name'/><filter>"
                                + conditions + "</filter></entity></fetch>"))
                .getInt("@odata.count");
    }

    private void refuses(String refusal, String xml) throws Exception {
        DataverseClient contoso = new DataverseClient(simulator, "contoso");
        HttpResponse<String> response = contoso.get("accounts?fetchXml=" + encoded(xml));
        assertThat(DataverseClient.refusal(response)).as(xml).isEqualTo(refusal);
    }

    private JsonObject fetch(String environment, String xml) throws Exception {
        return new DataverseClient(simulator, environment)
                .json("accounts?fetchXml=" + encoded(xml), "Prefer", "odata.include-annotations=\"*\"");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("\"", "&quot;")
                .replace("'", "&apos;");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
