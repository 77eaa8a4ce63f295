package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.s2sgateway.it.WebApiConsumer.Answer;

/** All ways to write rows, with nothing but the gateway's address, which stands in bodies and queries, too. */
class WritingIT {

    private static final String ACCOUNT_1 = "accounts(28630624-cac9-e811-a964-000d3a3ac063)";
    private static final String ACCOUNT_2 = "accounts(543fd72a-cac9-e811-a964-000d3a3ac063)";
    private static final String NOBODY = "accounts(99999999-cac9-e811-a964-000d3a3ac063)";

    private final RunningGateway gateway = GatewayRun.gateway();

    private WebApiConsumer contoso;

    @BeforeEach
    void know() {
        contoso = WebApiConsumer.of(gateway, "contoso");
    }

    @Test
    void createsChangesAndDeletesAtTheAddressItWasGiven() {
        Answer created = contoso.send("POST", "accounts", "{\"name\":\"Ärger & Söhne\"}");
        assertThat(created.status()).isEqualTo(204);
        String row = created.header("OData-EntityId");
        assertThat(row).startsWith(contoso.root() + "accounts(");
        assertThat(created.header("Location")).isEqualTo(row);

        Answer changed = contoso.send("PATCH", row, "{\"telephone1\":\"1\"}", "If-Match", "*");
        assertThat(changed.status()).isEqualTo(204);
        assertThat(changed.header("OData-EntityId")).isEqualTo(row);
        assertThat(contoso.send("PUT", row + "/telephone1", "{\"value\":\"2\"}").status())
                .isEqualTo(204);
        assertThat(contoso.json(row + "/telephone1").getString("value")).isEqualTo("2");
        assertThat(contoso.json(row).getString("name")).isEqualTo("Ärger & Söhne");

        assertThat(contoso.send("DELETE", row, "").status()).isEqualTo(204);
        assertThat(contoso.get(row).refusal()).isEqualTo("404 0x80040217");
    }

    @Test
    void returnsWhatItHasWritten() {
        Answer created = contoso.send(
                "POST",
                "accounts?$select=name",
                "{\"name\":\"New\"}",
                "Prefer",
                "return=representation,odata.include-annotations=\"*\"");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Preference-Applied")).contains("return=representation");
        assertThat(created.json().getString("@odata.context"))
                .isEqualTo(contoso.root() + "$metadata#accounts(name)/$entity");
        assertThat(created.header("OData-EntityId"))
                .isEqualTo(contoso.root() + "accounts(" + created.json().getString("accountid") + ")");
        Answer changed = contoso.send(
                "PATCH", ACCOUNT_1 + "?$select=name", "{\"name\":\"Other\"}", "Prefer", "return=representation");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().getString("name")).isEqualTo("Other");
    }

    @Test
    void createsOrChangesByKey() {
        String key = "accounts(accountnumber='A%2F1')";

        assertThat(contoso.send("PATCH", key, "{\"name\":\"Slash\"}").status()).isEqualTo(204);
        assertThat(contoso.received().target()).isEqualTo("/api/data/v9.2/" + key);
        assertThat(contoso.json(key).getString("accountnumber")).isEqualTo("A/1");
        assertThat(contoso.send("PATCH", key, "{\"name\":\"Changed\"}").status())
                .isEqualTo(204);
        assertThat(contoso.json(key).getString("name")).isEqualTo("Changed");
    }

    @Test
    void neitherCreatesNorChangesWhatAConditionForbids() {
        assertThat(contoso.send("PATCH", NOBODY, "{\"name\":\"x\"}", "If-Match", "*")
                        .refusal())
                .isEqualTo("404 0x80040217");
        assertThat(contoso.send("PATCH", ACCOUNT_1, "{\"name\":\"x\"}", "If-None-Match", "*")
                        .refusal())
                .isEqualTo("412 0x80040237");
        String etag = contoso.get(ACCOUNT_1).header("ETag");
        assertThat(contoso.send("PATCH", ACCOUNT_1, "{\"name\":\"x\"}", "If-Match", etag)
                        .status())
                .isEqualTo(204);
        assertThat(contoso.send("DELETE", ACCOUNT_1, "", "If-Match", etag).refusal())
                .isEqualTo("412 0x80060882");
    }

    @Test
    void relatesRowsByTheirAddressesAtTheGateway() {
        String contact = contact("{\"lastname\":\"L\"}");
        String link = "{\"@odata.id\":\"" + contact + "\"}";
        String many = ACCOUNT_1 + "/contact_customer_accounts/$ref";

        assertThat(contoso.send("POST", many, link).status()).isEqualTo(204);
        assertThat(contoso.received().body())
                .isEqualTo(link.replace(contoso.root(), contoso.past() + "/api/data/v9.2/"));
        assertThat(contoso.rows(many))
                .extracting(ref -> ref.getString("@odata.id"))
                .containsExactly(contact);
        assertThat(contoso.send("DELETE", many + "?$id=" + contact, "").status())
                .isEqualTo(204);
        assertThat(contoso.rows(many)).isEmpty();

        String one = ACCOUNT_1 + "/primarycontactid/$ref";
        assertThat(contoso.send("PUT", one, link).status()).isEqualTo(204);
        assertThat(contoso.json(one).getString("@odata.id")).isEqualTo(contact);
        assertThat(contoso.send("DELETE", one, "").status()).isEqualTo(204);
        assertThat(contoso.get(one).status()).isEqualTo(204);
    }

    @Test
    void bindsLookupsToAddressesAtTheGateway() {
        String absolute = contact("{\"parentcustomerid_account@odata.bind\":\"" + contoso.root() + ACCOUNT_2 + "\"}");
        String relative = contact("{\"parentcustomerid_account@odata.bind\":\"/" + ACCOUNT_2 + "\"}");

        for (String contact : new String[] {absolute, relative}) {
            assertThat(contoso.json(contact + "/parentcustomerid_account?$select=name")
                            .getString("name"))
                    .isEqualTo("Test Account 2");
        }
    }

    @Test
    void changesNothingButLinksOfWhatItSends() {
        String typed = "{\"name\":\"" + contoso.root() + ACCOUNT_1 + "\", \"description\" : \"@odata.bind\\u00e4\"}";

        String row = contoso.send("POST", "accounts", typed).header("OData-EntityId");

        assertThat(contoso.received().body()).isEqualTo(typed);
        assertThat(contoso.json(row).getString("name")).isEqualTo(contoso.root() + ACCOUNT_1);
    }

    @Test
    void callsActions() {
        JsonObject echo =
                contoso.send("POST", "sim_Echo", "{\"Text\":\"hello\"}").json();
        assertThat(echo.getString("@odata.context"))
                .isEqualTo(contoso.root() + "$metadata#Microsoft.Dynamics.CRM.sim_EchoResponse");
        assertThat(echo.getString("Text")).isEqualTo("hello");

        assertThat(contoso.send("POST", ACCOUNT_1 + "/Microsoft.Dynamics.CRM.sim_Rename", "{\"Name\":\"Renamed\"}")
                        .status())
                .isEqualTo(204);
        assertThat(contoso.json(ACCOUNT_1).getString("name")).isEqualTo("Renamed");
    }

    private String contact(String json) {
        return contoso.send("POST", "contacts", json).header("OData-EntityId");
    }
}
