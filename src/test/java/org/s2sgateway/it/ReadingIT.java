package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.s2sgateway.it.WebApiConsumer.Answer;

/** All ways to read rows, with nothing but the gateway's address. */
class ReadingIT {

    private static final String ACCOUNT_1 = "accounts(28630624-cac9-e811-a964-000d3a3ac063)";
    private static final String COOKIE = "@Microsoft.Dynamics.CRM.fetchxmlpagingcookie";
    private static final String MORE = "@Microsoft.Dynamics.CRM.morerecords";

    private final RunningGateway gateway = GatewayRun.gateway();

    private WebApiConsumer contoso;

    @BeforeEach
    void know() {
        contoso = WebApiConsumer.of(gateway, "contoso");
    }

    @Test
    void leadsToTheGatewayWithEveryLinkOfARow() {
        JsonObject row = contoso.json(ACCOUNT_1, "Accept", "application/json;odata.metadata=full");

        assertThat(row.getString("@odata.context")).isEqualTo(contoso.root() + "$metadata#accounts/$entity");
        assertThat(row.getString("@odata.id")).isEqualTo(contoso.root() + ACCOUNT_1);
        assertThat(row.getString("@odata.editLink")).isEqualTo(ACCOUNT_1);
        assertThat(row.getString("primarycontactid@odata.navigationLink"))
                .isEqualTo(contoso.root() + ACCOUNT_1 + "/primarycontactid");
        assertThat(row.getString("primarycontactid@odata.associationLink"))
                .isEqualTo(contoso.root() + ACCOUNT_1 + "/primarycontactid/$ref");
        assertThat(contoso.json(row.getString("@odata.id")).getString("name")).isEqualTo("Test Account 1");
    }

    @Test
    void readsByAlternateKey() {
        assertThat(contoso.json("accounts(accountnumber='TA-2')?$select=name").getString("name"))
                .isEqualTo("Test Account 2");
        assertThat(contoso.get("accounts(accountnumber='A%2F1')").refusal()).isEqualTo("404 0x80060891");
    }

    @Test
    void annotatesWhatItIsAskedFor() {
        Answer answer = contoso.get(ACCOUNT_1, "Prefer", "odata.include-annotations=\"*\"");

        assertThat(answer.header("Preference-Applied")).isEqualTo("odata.include-annotations=\"*\"");
        assertThat(answer.json().getString("statecode@OData.Community.Display.V1.FormattedValue"))
                .isEqualTo("0");
    }

    @Test
    void pagesToTheEndByTheLinksAsTheyAre() {
        WebApiConsumer large = WebApiConsumer.of(gateway, "contoso-large");
        List<String> names = new ArrayList<>();
        int pages = 0;
        for (String link = "accounts?$select=name&$orderby=name%20desc&$count=true"; !link.isEmpty(); pages++) {
            Answer page = large.get(link, "Prefer", "odata.maxpagesize=2500");
            assertThat(page.header("Preference-Applied")).isEqualTo("odata.maxpagesize=2500");
            page.rows().forEach(row -> names.add(row.getString("name")));
            link = page.json().getString("@odata.nextLink", "");
            if (!link.isEmpty()) {
                assertThat(link).startsWith(large.root() + "accounts?").contains("$skiptoken=%3Ccookie%20pagenumber");
            }
        }

        assertThat(pages).isEqualTo(3);
        assertThat(names).hasSize(6_000).startsWith("Account 6000").endsWith("Account 0001");
        assertThat(new HashSet<>(names)).hasSize(6_000);
    }

    @Test
    void pagesFetchXmlByItsCookie() {
        WebApiConsumer large = WebApiConsumer.of(gateway, "contoso-large");
        List<String> names = new ArrayList<>();
        String cookie = "";
        boolean more = true;
        for (int page = 1; more; page++) {
            JsonObject answer = large.json(
                    "accounts?fetchXml="
                            + encoded("<fetch page='" + page + "' count='2500'" + cookie
                                    + "><entity name='account'><attribute name='name'/></entity></fetch>"),
                    "Prefer",
                    "odata.include-annotations=\"*\"");
            answer.getJsonArray("value").getValuesAs(JsonObject.class).forEach(row -> names.add(row.getString("name")));
            more = answer.getBoolean(MORE, false);
            cookie = more ? " paging-cookie='" + escaped(inner(answer.getString(COOKIE))) + "'" : "";
        }

        assertThat(names).hasSize(6_000);
        assertThat(new HashSet<>(names)).hasSize(6_000);
    }

    @Test
    void tellsWhatHasChangedByTheDeltaLink() {
        Answer first = contoso.get("accounts?$select=name", "Prefer", "odata.track-changes");
        String link = first.json().getString("@odata.deltaLink");
        assertThat(link).startsWith(contoso.root() + "accounts?$select=name&$deltatoken=");
        assertThat(contoso.rows(link)).isEmpty();

        contoso.send("PATCH", ACCOUNT_1, "{\"name\":\"Changed\"}");
        contoso.send("DELETE", "accounts(543fd72a-cac9-e811-a964-000d3a3ac063)", "");
        JsonObject delta = contoso.json(link);

        assertThat(delta.getString("@odata.context")).isEqualTo(contoso.root() + "$metadata#accounts(name)/$delta");
        assertThat(delta.getJsonArray("value").getJsonObject(0).getString("name"))
                .isEqualTo("Changed");
        assertThat(delta.getJsonArray("value").getJsonObject(1))
                .hasToString("{\"@odata.context\":\"" + contoso.root() + "$metadata#accounts/$deletedEntity\","
                        + "\"id\":\"543fd72a-cac9-e811-a964-000d3a3ac063\",\"reason\":\"deleted\"}");
        assertThat(contoso.get(link.replace("accounts?$select=name&", "accounts/$count?"))
                        .text())
                .isEqualTo("2");
        assertThat(contoso.rows(delta.getString("@odata.deltaLink"))).isEmpty();
    }

    @Test
    void expandsWithLinksToTheRest() {
        contoso.send(
                "POST",
                "contacts",
                "{\"lastname\":\"L\",\"parentcustomerid_account@odata.bind\":\"/" + ACCOUNT_1 + "\"}");

        JsonObject row = contoso.json(
                ACCOUNT_1 + "?$select=name&$expand=contact_customer_accounts($select=lastname),primarycontactid/$ref");

        assertThat(row.getJsonArray("contact_customer_accounts")
                        .getJsonObject(0)
                        .getString("lastname"))
                .isEqualTo("L");
        String rest = row.getString("contact_customer_accounts@odata.nextLink");
        assertThat(rest).startsWith(contoso.root() + ACCOUNT_1 + "/contact_customer_accounts?");
        assertThat(contoso.rows(rest)).hasSize(1);
    }

    @Test
    void countsAndAggregates() {
        assertThat(contoso.get("accounts/$count").text()).isEqualTo("2");
        assertThat(contoso.json("accounts?$count=true&$top=1").getInt("@odata.count"))
                .isEqualTo(2);
        JsonObject groups = contoso.json("accounts?$apply=groupby((statecode),aggregate($count%20as%20number))");
        assertThat(groups.getString("@odata.context")).isEqualTo(contoso.root() + "$metadata#accounts");
        assertThat(groups.getJsonArray("value")).hasToString("[{\"number\":2,\"statecode\":0}]");
    }

    @Test
    void answersThatNothingHasChanged() {
        String etag = contoso.get(ACCOUNT_1).header("ETag");

        Answer same = contoso.get(ACCOUNT_1, "If-None-Match", etag);

        assertThat(same.status()).isEqualTo(304);
        assertThat(same.octets()).isEmpty();
        assertThat(same.header("ETag")).isEqualTo(etag);
        assertThat(contoso.get(ACCOUNT_1, "If-None-Match", "W/\"1\"").status()).isEqualTo(200);
    }

    @Test
    void packsAnswersWhoseLinksItMaps() {
        Answer packed = contoso.get("accounts", "Accept-Encoding", "gzip", "Prefer", "odata.maxpagesize=1");

        assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(packed.json().getString("@odata.nextLink")).startsWith(contoso.root());
        assertThat(contoso.rows(packed.json().getString("@odata.nextLink"))).hasSize(1);
    }

    @Test
    void leavesAddressesAloneThatSomebodyHasTyped() {
        String address = contoso.past() + "/api/data/v9.2/accounts";
        String text = "\"@odata.nextLink\":\"" + address + "\" \\ ü " + address;
        WebApiConsumer typist = contoso.whoseDataHolds(address, text);
        String typed = Json.createObjectBuilder()
                .add("name", address)
                .add("description", text)
                .build()
                .toString();

        JsonObject read = typist.json(typist.send("POST", "accounts", typed).header("OData-EntityId"));

        assertThat(read.getString("name")).isEqualTo(address);
        assertThat(read.getString("description")).isEqualTo(text);
        assertThat(read.getString("@odata.context")).startsWith(contoso.root());
    }

    private static String inner(String cookie) {
        String raw = cookie.replaceFirst(".* pagingcookie=\"", "").replaceFirst("\".*", "");
        return decoded(decoded(raw));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
