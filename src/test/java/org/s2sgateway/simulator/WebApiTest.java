package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.simulator.TestClient.CONTOSO;
import static org.s2sgateway.simulator.TestClient.json;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebApiTest {

    private static final String ACCOUNT_1 = "accounts(28630624-cac9-e811-a964-000d3a3ac063)";
    private static final String NOWHERE = "accounts(99999999-cac9-e811-a964-000d3a3ac063)";

    @TempDir
    Path home;

    private Simulator simulator;
    private TestClient client;
    private String root;
    private String token;

    @BeforeEach
    void start() throws Exception {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(home));
        client = new TestClient(simulator);
        use("contoso");
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void answersTheWalkthrough() throws Exception {
        HttpResponse<String> response = send("GET", "accounts?$select=name&$top=3", "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo(
                        """
                        {"@odata.context":"%s$metadata#accounts(name)",\
                        "@Microsoft.Dynamics.CRM.totalrecordcount":-1,\
                        "@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded":false,\
                        "value":[\
                        {"@odata.etag":"W/\\"4648334\\"","name":"Test Account 1",\
                        "accountid":"28630624-cac9-e811-a964-000d3a3ac063"},\
                        {"@odata.etag":"W/\\"4648337\\"","name":"Test Account 2",\
                        "accountid":"543fd72a-cac9-e811-a964-000d3a3ac063"}]}"""
                                .formatted(root));
    }

    @Test
    void listsTheTables() throws Exception {
        JsonObject document = json(send("GET", "", ""));

        assertThat(document.getString("@odata.context")).isEqualTo(root + "$metadata");
        assertThat(document.getJsonArray("value").getJsonObject(0).getString("name"))
                .isEqualTo("accounts");
    }

    @Test
    void countsWhenAskedTo() throws Exception {
        JsonObject page = json(send("GET", "accounts?$count=true&$top=1", ""));

        assertThat(page.getInt("@odata.count")).isEqualTo(2);
        assertThat(page.getInt("@Microsoft.Dynamics.CRM.totalrecordcount")).isEqualTo(2);
        assertThat(page.getJsonArray("value")).hasSize(1);
        assertThat(send("GET", "accounts/$count", "").body()).isEqualTo("2");
    }

    @Test
    void stopsCountingAt5000() throws Exception {
        use("contoso-large");

        JsonObject page = json(send("GET", "accounts?$count=true&$top=1", ""));

        assertThat(page.getInt("@odata.count")).isEqualTo(5000);
        assertThat(page.getBoolean("@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded"))
                .isTrue();
    }

    @Test
    void ordersRows() throws Exception {
        use("contoso-large");

        assertThat(names("accounts?$select=name&$orderby=address1_city%20desc,name%20desc&$top=2"))
                .containsExactly("Account 5999", "Account 5993");
    }

    @Test
    void pagesInPagesOf5000() throws Exception {
        use("contoso-large");
        HttpResponse<String> first = send("GET", "accounts?$select=name", "");

        assertThat(json(first).getJsonArray("value")).hasSize(5000);
        String next = json(first).getString("@odata.nextLink");
        assertThat(next).startsWith(root + "accounts?$select=name&$skiptoken=%3Ccookie%20pagenumber=%222%22");
        HttpResponse<String> second = send("GET", next.substring(root.length()), "");
        assertThat(json(second).getJsonArray("value")).hasSize(1000);
        assertThat(json(second).keySet()).doesNotContain("@odata.nextLink");
    }

    @Test
    void pagesAsTheClientPrefersAndLosesNothing() throws Exception {
        use("contoso-large");
        List<String> names = new ArrayList<>();
        Optional<String> link =
                Optional.of("accounts?$select=name&$filter=numberofemployees%20lt%2010&$orderby=revenue");
        int pages = 0;
        while (link.isPresent()) {
            HttpResponse<String> page = send("GET", link.get(), "", "Prefer", "odata.maxpagesize=50");
            assertThat(page.headers().firstValue("Preference-Applied")).contains("odata.maxpagesize=50");
            names.addAll(names(page));
            link = Optional.ofNullable(json(page).getString("@odata.nextLink", null))
                    .map(next -> next.substring(root.length()));
            pages++;
        }

        assertThat(pages).isEqualTo(3);
        assertThat(names).hasSize(120);
        assertThat(new HashSet<>(names)).hasSize(120);
    }

    @Test
    void takesALinkOnlyAsItWasGiven() throws Exception {
        use("contoso-large");
        String link = json(send("GET", "accounts?$select=name", ""))
                .getString("@odata.nextLink")
                .substring(root.length());

        refuses("GET", link.replace("=%222%22", "%3D%222%22"), 400, "0x80060888");
        refuses("GET", link + "&$filter=name%20ne%20null", 400, "0x80060888");
        refuses("GET", link.replace("pagenumber=%222%22", "pagenumber=%223%22"), 400, "0x80060888");
        assertThat(send("GET", link, "").statusCode()).isEqualTo(200);
    }

    @Test
    void ignoresTopWhenAPageSizeIsPreferred() throws Exception {
        use("contoso-large");

        HttpResponse<String> page = send("GET", "accounts?$select=name&$top=3", "", "Prefer", "odata.maxpagesize=10");

        assertThat(names(page)).hasSize(10);
    }

    @Test
    void addsFormattedValuesWhenAskedTo() throws Exception {
        use("contoso-large");

        HttpResponse<String> page =
                send("GET", "accounts?$select=revenue&$top=1", "", "Prefer", "odata.include-annotations=\"*\"");

        assertThat(page.body())
                .contains("\"revenue@OData.Community.Display.V1.FormattedValue\":\"$10.01\",\"revenue\":10.01");
        assertThat(page.headers().firstValue("Preference-Applied")).contains("odata.include-annotations=\"*\"");
    }

    @Test
    void refusesWhatDataverseRefuses() throws Exception {
        refuses("GET", "accounts?$skip=1", 400, "0x80060888");
        refuses("GET", "accounts?$search=x", 400, "0x80060888");
        refuses("GET", "accounts?$format=json", 400, "0x80060888");
        refuses("GET", "accounts?$top=-1", 400, "0x80060888");
        refuses("GET", "accounts?$select=nothing", 400, "0x80060888");
        refuses("GET", "accounts?$orderby=nothing", 400, "0x80060888");
        refuses("GET", "accounts?$filter=nothing%20eq%201", 400, "0x80060888");
        refuses("GET", "accounts?$filter=name%20eq%201", 400, "0x80060888");
        refuses("GET", "accounts(nonsense)", 400, "0x80060888");
        refuses("GET", "nothings", 404, "0x80060888");
        refuses("GET", NOWHERE, 404, "0x80040217");
        refuses("GET", "accounts(accountnumber='none')", 404, "0x80060891");
        refuses("DELETE", NOWHERE, 404, "0x80040217");
        refuses("PUT", "accounts", 405, "0x80060888");
        refuses("POST", ACCOUNT_1, 405, "0x80060888");
        refuses("GET", "accounts?$filter=" + "x".repeat(32_768), 414, "0x80060888");
    }

    @Test
    void saysWhatItDoesNotSimulate() throws Exception {
        refuses("GET", "accounts?savedQuery=x", 501, "0x80060888");
        refuses("POST", "accounts", "{\"primarycontactid\":{\"lastname\":\"x\"}}", 501, "0x80060888");
    }

    @Test
    void knowsNoOtherVersionsThanThoseOfNine() throws Exception {
        HttpResponse<String> response =
                client.get(root.replace("v9.2", "v10.0") + "accounts", "Authorization", "Bearer " + token);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(client.get(root.replace("v9.2", "v9.0") + "WhoAmI", "Authorization", "Bearer " + token)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void readsARow() throws Exception {
        HttpResponse<String> response = send("GET", ACCOUNT_1 + "?$select=name", "");

        assertThat(response.headers().firstValue("ETag")).contains("W/\"4648334\"");
        assertThat(response.body())
                .isEqualTo("{\"@odata.context\":\"" + root + "$metadata#accounts(name)/$entity\","
                        + "\"@odata.etag\":\"W/\\\"4648334\\\"\",\"name\":\"Test Account 1\","
                        + "\"accountid\":\"28630624-cac9-e811-a964-000d3a3ac063\"}");
    }

    @Test
    void readsARowByItsAlternateKey() throws Exception {
        assertThat(json(send("GET", "accounts(accountnumber='TA-2')", "")).getString("name"))
                .isEqualTo("Test Account 2");
        assertThat(json(send("GET", "accounts(accountnumber=%27TA%2D2%27)", "")).getString("name"))
                .isEqualTo("Test Account 2");
    }

    @Test
    void answersNothingNewWhenTheRowIsUnchanged() throws Exception {
        assertThat(send("GET", ACCOUNT_1, "", "If-None-Match", "W/\"4648334\"").statusCode())
                .isEqualTo(304);
        assertThat(send("GET", ACCOUNT_1, "", "If-None-Match", "W/\"1\"").statusCode())
                .isEqualTo(200);
        assertThat(send("GET", ACCOUNT_1, "", "If-None-Match", "null").statusCode())
                .isEqualTo(200);
    }

    @Test
    void answersHeadWithoutABody() throws Exception {
        HttpResponse<String> response = send("HEAD", ACCOUNT_1, "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("ETag")).isPresent();
        assertThat(response.body()).isEmpty();
    }

    @Test
    void createsARow() throws Exception {
        HttpResponse<String> created = send("POST", "accounts", "{\"name\":\"New\",\"revenue\":12.50}");

        assertThat(created.statusCode()).isEqualTo(204);
        String address = created.headers().firstValue("OData-EntityId").orElseThrow();
        assertThat(address).matches("\\Q" + root + "\\Eaccounts\\([0-9a-f-]{36}\\)");
        JsonObject row = json(send("GET", address.substring(root.length()), ""));
        assertThat(row.getString("name")).isEqualTo("New");
        assertThat(row.getJsonNumber("revenue").toString()).isEqualTo("12.50");
        assertThat(row.isNull("telephone1")).isTrue();
    }

    @Test
    void answersAClientThatWaitsForContinue() throws Exception {
        HttpRequest request = TestClient.request(root + "accounts", "Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .expectContinue(true)
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString("{\"name\":\"New\"}"))
                .build();

        assertThat(client.send(request).statusCode()).isEqualTo(204);
    }

    @Test
    void returnsTheCreatedRowWhenPreferred() throws Exception {
        HttpResponse<String> created =
                send("POST", "accounts?$select=name", "{\"name\":\"New\"}", "Prefer", "return=representation");

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Preference-Applied")).contains("return=representation");
        assertThat(json(created).getString("name")).isEqualTo("New");
        assertThat(json(created).keySet()).contains("accountid", "@odata.etag").doesNotContain("revenue");
    }

    @Test
    void refusesADuplicateKey() throws Exception {
        refuses("POST", "accounts", "{\"accountnumber\":\"TA-1\"}", 412, "0x80040237");
        refuses("POST", "accounts", "{\"accountid\":\"28630624-cac9-e811-a964-000d3a3ac063\"}", 412, "0x80040237");
    }

    @Test
    void refusesABadPayload() throws Exception {
        refuses("POST", "accounts", "{\"nothing\":1}", 400, "0x80048d19");
        refuses("POST", "accounts", "{\"name\":1}", 400, "0x80048d19");
        refuses("POST", "accounts", "{\"numberofemployees\":1.5}", 400, "0x80048d19");
        refuses("POST", "accounts", "[1", 400, "0x80048d19");
        assertThat(send("POST", "accounts", "name=x", "Content-Type", "application/x-www-form-urlencoded")
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void updatesARow() throws Exception {
        HttpResponse<String> updated = send("PATCH", ACCOUNT_1, "{\"name\":\"Renamed\",\"accountnumber\":null}");

        assertThat(updated.statusCode()).isEqualTo(204);
        HttpResponse<String> row = send("GET", ACCOUNT_1, "");
        assertThat(json(row).getString("name")).isEqualTo("Renamed");
        assertThat(json(row).isNull("accountnumber")).isTrue();
        assertThat(row.headers().firstValue("ETag")).contains("W/\"5000001\"");
    }

    @Test
    void updatesARowOnlyInTheVersionThatWasSeen() throws Exception {
        refuses("PATCH", ACCOUNT_1, "{\"name\":\"x\"}", 412, "0x80060882", "If-Match", "W/\"1\"");
        refuses("DELETE", ACCOUNT_1, "", 412, "0x80060882", "If-Match", "W/\"1\"");
        assertThat(send("PATCH", ACCOUNT_1, "{\"name\":\"x\"}", "If-Match", "W/\"4648334\"")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void createsByUpdatingUnlessThatIsForbidden() throws Exception {
        refuses("PATCH", NOWHERE, "{\"name\":\"x\"}", 404, "0x80040217", "If-Match", "*");
        refuses("PATCH", ACCOUNT_1, "{\"name\":\"x\"}", 412, "0x80040237", "If-None-Match", "*");

        HttpResponse<String> created = send("PATCH", NOWHERE, "{\"name\":\"Upserted\"}");
        assertThat(created.statusCode()).isEqualTo(204);
        assertThat(json(send("GET", NOWHERE, "")).getString("name")).isEqualTo("Upserted");

        assertThat(send(
                                "PATCH",
                                "accounts(accountnumber='N-1')",
                                "{\"name\":\"By key\"}",
                                "Prefer",
                                "return=representation")
                        .statusCode())
                .isEqualTo(201);
        assertThat(json(send("GET", "accounts(accountnumber='N-1')", "")).getString("name"))
                .isEqualTo("By key");
    }

    @Test
    void deletesARow() throws Exception {
        assertThat(send("DELETE", ACCOUNT_1, "").statusCode()).isEqualTo(204);
        refuses("GET", ACCOUNT_1, 404, "0x80040217");
    }

    private void use(String environment) throws Exception {
        root = "https://" + simulator.host(environment) + "/api/data/v9.2/";
        token = client.token(CONTOSO, environment);
    }

    private List<String> names(String path) throws Exception {
        return names(send("GET", path, ""));
    }

    private static List<String> names(HttpResponse<String> page) {
        return json(page).getJsonArray("value").getValuesAs(JsonObject.class).stream()
                .map(row -> row.getString("name", row.getString("accountid")))
                .toList();
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = TestClient.request(root + path, "Authorization", "Bearer " + token)
                .setHeader("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return client.send(request.build());
    }

    private void refuses(String method, String path, int status, String code) throws Exception {
        refuses(method, path, "", status, code);
    }

    private void refuses(String method, String path, String body, int status, String code, String... headers)
            throws Exception {
        HttpResponse<String> response = send(method, path, body, headers);
        assertThat(response.body()).as("%s %s", method, path).contains("\"code\":\"" + code + "\"");
        assertThat(response.statusCode()).as("%s %s", method, path).isEqualTo(status);
    }
}
