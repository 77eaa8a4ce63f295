package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.simulator.DataverseClient.ACCOUNT_1;
import static org.s2sgateway.simulator.DataverseClient.ACCOUNT_2;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelatedRowsTest {

    @TempDir
    Path home;

    private Simulator simulator;
    private DataverseClient contoso;
    private String ada;
    private String björn;

    @BeforeEach
    void start() throws Exception {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(home));
        contoso = new DataverseClient(simulator, "contoso");
        List<JsonObject> contacts = contoso.rows("contacts?$select=contactid&$orderby=firstname");
        ada = "contacts(" + contacts.get(0).getString("contactid") + ")";
        björn = "contacts(" + contacts.get(1).getString("contactid") + ")";
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void bindsALookupByEverySpellingOfAnAddress() throws Exception {
        for (String link : List.of(ada, "/" + björn, "/api/data/v9.2/" + ada, contoso.root() + björn)) {
            assertThat(bind(link).statusCode()).as(link).isEqualTo(204);
            assertThat(contoso.json(ACCOUNT_1).getString("_primarycontactid_value"))
                    .as(link)
                    .isEqualTo(id(link.substring(link.indexOf("contacts"))));
        }
        contoso.send("PATCH", ACCOUNT_1, "{\"parentaccountid@odata.bind\":\"accounts(accountnumber='TA-2')\"}");
        assertThat(contoso.json(ACCOUNT_1).getString("_parentaccountid_value")).isEqualTo(id(ACCOUNT_2));
    }

    @Test
    void refusesToBindWhatItDoesNotKnow() throws Exception {
        String other = "https://other.crm.dynamics.com/api/data/v9.2/" + ada;
        assertThat(refusal(other)).isEqualTo("400 0x80060888");
        assertThat(refusal("https://localhost/contacts")).isEqualTo("400 0x80060888");
        assertThat(refusal(ACCOUNT_2)).isEqualTo("400 0x80060888");
        assertThat(refusal("nothings(" + id(ada) + ")")).isEqualTo("400 0x80060888");
        assertThat(refusal("contacts(99999999-cac9-e811-a964-000d3a3ac063)")).isEqualTo("404 0x80040217");
        assertThat(contoso.refusal("PATCH", ACCOUNT_1, "{\"nothing@odata.bind\":\"" + ada + "\"}"))
                .isEqualTo("400 0x80048d19");
        assertThat(contoso.refusal("PATCH", ACCOUNT_1, "{\"_primarycontactid_value\":\"" + id(ada) + "\"}"))
                .isEqualTo("400 0x80060888");
    }

    @Test
    void unbindsALookup() throws Exception {
        bind(ada);
        contoso.send("PATCH", ACCOUNT_1, "{\"primarycontactid@odata.bind\":null}");
        assertThat(contoso.json(ACCOUNT_1).isNull("_primarycontactid_value")).isTrue();
        bind(ada);
        contoso.send("PATCH", ACCOUNT_1, "{\"primarycontactid\":null}");
        assertThat(contoso.json(ACCOUNT_1).isNull("_primarycontactid_value")).isTrue();
        bind(ada);
        contoso.send("DELETE", ada, "");
        assertThat(contoso.json(ACCOUNT_1).isNull("_primarycontactid_value")).isTrue();
    }

    @Test
    void expandsASingleRow() throws Exception {
        bind(ada);

        JsonObject page = contoso.json("accounts?$select=name&$expand=primarycontactid($select=fullname)");

        assertThat(page.getString("@odata.context"))
                .isEqualTo(contoso.root() + "$metadata#accounts(name,primarycontactid(fullname))");
        assertThat(page.getJsonArray("value").getJsonObject(0).getJsonObject("primarycontactid"))
                .hasToString("{\"fullname\":\"Ada Example\",\"contactid\":\"" + id(ada) + "\"}");
        assertThat(page.getJsonArray("value").getJsonObject(1).isNull("primarycontactid"))
                .isTrue();
        assertThat(contoso.json(ACCOUNT_1 + "?$select=name&$expand=primarycontactid/$ref")
                        .getJsonObject("primarycontactid")
                        .getString("@odata.id"))
                .isEqualTo(contoso.root() + ada);
    }

    @Test
    void expandsACollectionAndGivesItsAddress() throws Exception {
        employ(ada);
        employ(björn);

        JsonObject row = contoso.json(ACCOUNT_1 + "?$select=name&$expand=contact_customer_accounts("
                + "$select=firstname;$filter=startswith(firstname,%27B%27);$orderby=firstname%20desc;$top=5)");

        assertThat(row.getJsonArray("contact_customer_accounts")).hasSize(1);
        assertThat(row.getJsonArray("contact_customer_accounts")
                        .getJsonObject(0)
                        .keySet())
                .containsExactly("@odata.etag", "firstname", "contactid");
        String link = row.getString("contact_customer_accounts@odata.nextLink");
        assertThat(link)
                .isEqualTo(contoso.root() + ACCOUNT_1 + "/contact_customer_accounts?$select=firstname"
                        + "&$filter=startswith(firstname,'B')&$orderby=firstname%20desc&$top=5");
        assertThat(contoso.rows(link)).hasSize(1);
        assertThat(contoso.json(ACCOUNT_2 + "?$expand=contact_customer_accounts")
                        .getJsonArray("contact_customer_accounts"))
                .isEmpty();
    }

    @Test
    void expandsWithinAnExpansion() throws Exception {
        bind(ada);
        employ(ada);

        JsonObject row = contoso.json(
                ACCOUNT_1 + "?$expand=primarycontactid($select=fullname;"
                        + "$expand=parentcustomerid_account($select=name;$expand=contact_customer_accounts($select=fullname)))");

        JsonObject account = row.getJsonObject("primarycontactid").getJsonObject("parentcustomerid_account");
        assertThat(account.getString("name")).isEqualTo("Test Account 1");
        assertThat(account.getJsonArray("contact_customer_accounts")).hasSize(1);
    }

    @Test
    void refusesExpansionsThatDataverseRefuses() throws Exception {
        for (String expand : List.of(
                "nothing",
                "primarycontactid($filter=fullname%20eq%20%27x%27)",
                "contact_customer_accounts($skip=1)",
                "contact_customer_accounts($top=1;$expand=parentcustomerid_account)",
                "primarycontactid($select=nothing)",
                "primarycontactid(",
                "primarycontactid,".repeat(16))) {
            assertThat(contoso.refusal("GET", "accounts?$expand=" + expand, ""))
                    .as(expand)
                    .isEqualTo("400 0x80060888");
        }
        assertThat(contoso.refusal("GET", "accounts?$expand=createdby", "")).isEqualTo("403 0x80040220");
    }

    @Test
    void readsWhatIsBelowARow() throws Exception {
        bind(ada);
        employ(ada);

        assertThat(contoso.json(ACCOUNT_1 + "/name").toString())
                .isEqualTo("{\"@odata.context\":\"" + contoso.root() + "$metadata#" + ACCOUNT_1
                        + "/name\",\"value\":\"Test Account 1\"}");
        assertThat(contoso.get(ACCOUNT_1 + "/name/$value").body()).isEqualTo("Test Account 1");
        assertThat(contoso.get(ACCOUNT_1 + "/telephone1").statusCode()).isEqualTo(204);
        assertThat(contoso.json(ACCOUNT_1 + "/primarycontactid?$select=fullname")
                        .getString("fullname"))
                .isEqualTo("Ada Example");
        assertThat(contoso.get(ACCOUNT_2 + "/primarycontactid").statusCode()).isEqualTo(204);
        assertThat(contoso.rows(ACCOUNT_1 + "/contact_customer_accounts")).hasSize(1);
        assertThat(contoso.get(ACCOUNT_1 + "/contact_customer_accounts/$count").body())
                .isEqualTo("1");
        assertThat(contoso.refusal("GET", ACCOUNT_1 + "/nothing", "")).isEqualTo("404 0x80060888");
    }

    @Test
    void changesASingleColumn() throws Exception {
        assertThat(contoso.send("PUT", ACCOUNT_1 + "/name", "{\"value\":\"Put\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(contoso.json(ACCOUNT_1).getString("name")).isEqualTo("Put");
        assertThat(contoso.send("DELETE", ACCOUNT_1 + "/name", "").statusCode()).isEqualTo(204);
        assertThat(contoso.json(ACCOUNT_1).isNull("name")).isTrue();
        assertThat(contoso.refusal("PUT", ACCOUNT_1 + "/createdon", "{\"value\":null}"))
                .isEqualTo("400 0x80060888");
    }

    @Test
    void addsReplacesAndRemovesReferences() throws Exception {
        String single = ACCOUNT_1 + "/primarycontactid/$ref";
        String collection = ACCOUNT_1 + "/contact_customer_accounts/$ref";
        assertThat(contoso.send("PUT", single, reference(contoso.root() + ada)).statusCode())
                .isEqualTo(204);
        assertThat(contoso.json(single).getString("@odata.id")).isEqualTo(contoso.root() + ada);
        assertThat(contoso.json(single).getString("@odata.context")).isEqualTo(contoso.root() + "$metadata#$ref");
        assertThat(contoso.send("DELETE", single, "").statusCode()).isEqualTo(204);
        assertThat(contoso.get(single).statusCode()).isEqualTo(204);

        assertThat(contoso.post(collection, reference(contoso.root() + ada)).statusCode())
                .isEqualTo(204);
        assertThat(contoso.post(collection, reference(björn)).statusCode()).isEqualTo(204);
        assertThat(contoso.rows(collection)).hasSize(2);
        assertThat(contoso.send("DELETE", collection + "?$id=" + contoso.root() + ada, "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(contoso.send("DELETE", collection.replace("/$ref", "(" + id(björn) + ")/$ref"), "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(contoso.rows(collection)).isEmpty();
    }

    @Test
    void refusesReferencesThatDataverseRefuses() throws Exception {
        String single = ACCOUNT_1 + "/primarycontactid/$ref";
        String collection = ACCOUNT_1 + "/contact_customer_accounts/$ref";
        String other = "https://other.crm.dynamics.com/api/data/v9.2/" + ada;
        assertThat(contoso.refusal("PUT", single, reference(other))).isEqualTo("400 0x80060888");
        assertThat(contoso.refusal("POST", collection, reference(other))).isEqualTo("400 0x80060888");
        assertThat(contoso.refusal("DELETE", collection + "?$id=" + other, "")).isEqualTo("400 0x80060888");
        assertThat(contoso.refusal("DELETE", collection + "?$id=" + contoso.root() + ada, ""))
                .isEqualTo("404 0x80040217");
        assertThat(contoso.refusal("DELETE", collection, "")).isEqualTo("400 0x80060888");
        assertThat(contoso.refusal("POST", single, reference(ada))).isEqualTo("405 0x80060888");
        assertThat(contoso.refusal("PUT", collection, reference(ada))).isEqualTo("405 0x80060888");
        assertThat(contoso.refusal("PUT", single, "{}")).isEqualTo("400 0x80060888");
    }

    @Test
    void createsARowOfARelationship() throws Exception {
        assertThat(contoso.post(ACCOUNT_1 + "/contact_customer_accounts", "{\"lastname\":\"New\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(contoso.rows(ACCOUNT_1 + "/contact_customer_accounts")).hasSize(1);
    }

    @Test
    void annotatesLookups() throws Exception {
        bind(ada);

        assertThat(contoso.get(ACCOUNT_1, "Prefer", "odata.include-annotations=\"*\"")
                        .body())
                .contains(
                        "\"_primarycontactid_value@OData.Community.Display.V1.FormattedValue\":\"Ada Example\"",
                        "\"_primarycontactid_value@Microsoft.Dynamics.CRM.associatednavigationproperty\":"
                                + "\"primarycontactid\"",
                        "\"_primarycontactid_value@Microsoft.Dynamics.CRM.lookuplogicalname\":\"contact\"");
    }

    @Test
    void givesAsMuchControlInformationAsIsAskedFor() throws Exception {
        JsonObject full = contoso.json(ACCOUNT_1, "Accept", "application/json;odata.metadata=full");
        assertThat(full.getString("@odata.type")).isEqualTo("#Microsoft.Dynamics.CRM.account");
        assertThat(full.getString("@odata.id")).isEqualTo(contoso.root() + ACCOUNT_1);
        assertThat(full.getString("@odata.editLink")).isEqualTo(ACCOUNT_1);
        assertThat(full.getString("primarycontactid@odata.navigationLink"))
                .isEqualTo(contoso.root() + ACCOUNT_1 + "/primarycontactid");

        HttpResponse<String> none = contoso.get(ACCOUNT_1, "Accept", "application/json;odata.metadata=none");
        assertThat(none.body()).doesNotContain("@odata").contains("Test Account 1");
        assertThat(none.headers().firstValue("Content-Type")).contains("application/json; odata.metadata=none");
    }

    @Test
    void bindsWithinAChangeSet() throws Exception {
        String change = "--c\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n"
                + "Content-ID: %s\r\n\r\n%s HTTP/1.1\r\nContent-Type: application/json\r\n\r\n%s\r\n";
        String body = "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n"
                + change.formatted("1", "POST " + contoso.root() + "contacts", "{\"lastname\":\"Bound\"}")
                + change.formatted(
                        "2",
                        "POST /api/data/v9.2/accounts",
                        "{\"name\":\"Binding\",\"primarycontactid@odata.bind\":\"$1\"}")
                + change.formatted("3", "PUT $2/parentaccountid/$ref", "{\"@odata.id\":\"" + ACCOUNT_1 + "\"}")
                + change.formatted("4", "PUT $1/parentcustomerid_account/$ref", "{\"@odata.id\":\"$2\"}")
                + "--c--\r\n--b--\r\n";

        HttpResponse<String> answer = contoso.post("$batch", body, "Content-Type", "multipart/mixed;boundary=b");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonObject row = contoso.rows("accounts?$filter=name%20eq%20%27Binding%27"
                        + "&$expand=primarycontactid,parentaccountid,contact_customer_accounts")
                .get(0);
        assertThat(row.getJsonObject("primarycontactid").getString("lastname")).isEqualTo("Bound");
        assertThat(row.getJsonObject("parentaccountid").getString("name")).isEqualTo("Test Account 1");
        assertThat(row.getJsonArray("contact_customer_accounts")).hasSize(1);
    }

    private HttpResponse<String> bind(String link) throws Exception {
        return contoso.send("PATCH", ACCOUNT_1, "{\"primarycontactid@odata.bind\":\"" + link + "\"}");
    }

    private String refusal(String link) throws Exception {
        return DataverseClient.refusal(bind(link));
    }

    private void employ(String contact) throws Exception {
        assertThat(contoso.send("PATCH", contact, "{\"parentcustomerid_account@odata.bind\":\"" + ACCOUNT_1 + "\"}")
                        .statusCode())
                .isEqualTo(204);
    }

    private static String reference(String link) {
        return "{\"@odata.id\":\"" + link + "\"}";
    }

    private static String id(String address) {
        return address.substring(address.indexOf('(') + 1, address.length() - 1);
    }
}
