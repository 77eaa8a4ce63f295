package org.s2sgateway.odata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.odata.Filtered.CONTOSO;
import static org.s2sgateway.odata.Filtered.atEverySplit;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinksTest {

    private static final String ENVIRONMENT = "https://contoso.crm4.dynamics.com/api/data/v9.2/";
    private static final String GATEWAY = "https://gw.example/api/dataverse/contoso.crm4.dynamics.com/api/data/v9.2/";

    @Test
    void mapsACollectionWithItsNextPage() {
        assertThat(
                        answer(
                                """
                        {"@odata.context":"https://contoso.crm4.dynamics.com/api/data/v9.2/$metadata#accounts(name)",
                         "@odata.count":3,"@Microsoft.Dynamics.CRM.totalrecordcount":-1,
                         "value":[{"@odata.etag":"W/\\"80649578\\"","name":"Litware, Inc.","websiteurl":"https://contoso.crm4.dynamics.com/api/data/v9.2/",
                          "_primarycontactid_value@OData.Community.Display.V1.FormattedValue":"Yvonne \\u00e4"}],
                         "@odata.nextLink":"https://contoso.crm4.dynamics.com/api/data/v9.2/accounts?$select=name&$skiptoken=%3Ccookie%20pagenumber=%222%22%3E"}
                        """))
                .isEqualTo(
                        """
                        {"@odata.context":"https://gw.example/api/dataverse/contoso.crm4.dynamics.com/api/data/v9.2/$metadata#accounts(name)",
                         "@odata.count":3,"@Microsoft.Dynamics.CRM.totalrecordcount":-1,
                         "value":[{"@odata.etag":"W/\\"80649578\\"","name":"Litware, Inc.","websiteurl":"https://contoso.crm4.dynamics.com/api/data/v9.2/",
                          "_primarycontactid_value@OData.Community.Display.V1.FormattedValue":"Yvonne \\u00e4"}],
                         "@odata.nextLink":"https://gw.example/api/dataverse/contoso.crm4.dynamics.com/api/data/v9.2/accounts?$select=name&$skiptoken=%3Ccookie%20pagenumber=%222%22%3E"}
                        """);
    }

    @Test
    void mapsTheNextPageOfAnExpandedCollection() {
        assertMapped(
                """
                {"value":[{"accountid":"1","contact_customer_accounts":[{"contactid":"2"}],
                "contact_customer_accounts@odata.nextLink":"%saccounts(1)/contact_customer_accounts?$skiptoken=x"}]}
                """);
    }

    @Test
    void mapsChangesWithDeletedRows() {
        assertMapped(
                """
                {"@odata.context":"%1$s$metadata#accounts(name)/$delta","@odata.deltaLink":"%1$saccounts?$deltatoken=919042%%21x","value":[
                {"@odata.context":"%1$s$metadata#accounts/$deletedEntity","id":"2e451703-c9ae-e811-a957-000d3af4b1e2","reason":"deleted"}]}
                """);
    }

    @Test
    void mapsMetadata() {
        assertMapped(
                """
                {
                  "@odata.context" : "%1$s$metadata#EntityDefinitions",
                  "value" : [
                    {
                      "@odata.type" : "#Microsoft.Dynamics.CRM.EntityMetadata",
                      "@odata.id" : "%1$sEntityDefinitions(1)",
                      "Attributes@odata.context" : "%1$s$metadata#EntityDefinitions('account')/Attributes",
                      "Attributes@odata.navigationLink" : "%1$sEntityDefinitions(1)/Attributes",
                      "Attributes@odata.associationLink" : "%1$sEntityDefinitions(1)/Attributes/$ref",
                      "Attributes" : [ { "LogicalName" : "name", "ExternalName" : null } ]
                    }
                  ]
                }
                """);
    }

    @Test
    void mapsReferences() {
        assertMapped(
                """
                {"@odata.context":"%1$s$metadata#Collection($ref)","value":[{"@odata.id":"%1$scontacts(1)"},{"@odata.id":"%1$scontacts(2)"}]}
                """);
    }

    @Test
    void mapsAllLinksOfFullMetadata() {
        assertMapped(
                """
                {"@odata.editLink":"%1$saccounts(1)","@odata.readLink":"%1$saccounts(1)","@odata.type":"%1$s$metadata#x",
                "entityimage@odata.mediaEditLink":"%1$saccounts(1)/entityimage","entityimage@odata.mediaReadLink":"%1$sa"}
                """);
    }

    @Test
    void mapsTheTargetsOfAdvertisedOperations() {
        assertThat(answer("{\"#Microsoft.Dynamics.CRM.Merge\":{\"title\":\"target\",\"target\":\"" + ENVIRONMENT
                        + "Merge\"},\"\\u0023x\":[{\"p\":{},\"target\":\"" + ENVIRONMENT + "x\"}],\"target\":\""
                        + ENVIRONMENT + "\"}"))
                .isEqualTo("{\"#Microsoft.Dynamics.CRM.Merge\":{\"title\":\"target\",\"target\":\"" + GATEWAY
                        + "Merge\"},\"\\u0023x\":[{\"p\":{},\"target\":\"" + GATEWAY + "x\"}],\"target\":\""
                        + ENVIRONMENT + "\"}");
    }

    @Test
    void leavesErrors() {
        assertUntouched(
                """
                {"error":{"code":"0x80060891","message":"A record with the specified key values does not exist at https://contoso.crm4.dynamics.com/api",
                "@Microsoft.PowerApps.CDS.HelpLink":"http://go.microsoft.com/fwlink/?LinkID=398563&error=x&client=platform"}}
                """);
    }

    @Test
    void leavesDataThatLooksLikeALink() {
        assertUntouched(
                """
                {"name":"@odata.id","a":"https://contoso.crm4.dynamics.com/","id":"https://contoso.crm4.dynamics.com/",
                "description":"{\\"@odata.nextLink\\":\\"https://contoso.crm4.dynamics.com/\\"}",
                "notes":"\\\\","b":":\\"https://contoso.crm4.dynamics.com/\\"","x@odata.etag":"https://contoso.crm4.dynamics.com/",
                "@odata.idx":"https://contoso.crm4.dynamics.com/","odata.id":"https://contoso.crm4.dynamics.com/",
                "@OData.id":"https://contoso.crm4.dynamics.com/","@odata.id.x":"https://contoso.crm4.dynamics.com/",
                "\\\\u0040odata.id":"https://contoso.crm4.dynamics.com/",
                "list":["@odata.id","https://contoso.crm4.dynamics.com/"]}
                """);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiterString = " -> ",
            value = {
                "{\"\\u0040odata.nextLink\":\"https:\\/\\/contoso.crm4.dynamics.com\\/a\"} -> {\"\\u0040odata.nextLink\":\"https://gw.example/api/dataverse/contoso.crm4.dynamics.com\\/a\"}",
                "{\"\\u0040o\\u0064ata\\u002enextLin\\u006B\":\"\\u0068ttps://contoso\\u002ecrm4.dynamics.com\\u002Fa\"} -> {\"\\u0040o\\u0064ata\\u002enextLin\\u006B\":\"https://gw.example/api/dataverse/contoso.crm4.dynamics.com\\u002Fa\"}",
                "{\"a\\\"@odata.id\":\"HTTPS://contoso.api.crm4.dynamics.com:443\"} -> {\"a\\\"@odata.id\":\"https://gw.example/api/dataverse/contoso.crm4.dynamics.com\"}",
                "{\"@odata.id\" \t:\t \"https://contoso.crm4.dynamics.com?\\u00\"} -> {\"@odata.id\" \t:\t \"https://gw.example/api/dataverse/contoso.crm4.dynamics.com?\\u00\"}",
                "\uFEFF{\"@odata.id\":\"https://contoso.crm4.dynamics.com#\"} -> \uFEFF{\"@odata.id\":\"https://gw.example/api/dataverse/contoso.crm4.dynamics.com#\"}",
                "{\"a@odata.bind\":[\"https://contoso.crm4.dynamics.com/a\" , null,\"b\",\"https://contoso.crm4.dynamics.com/c\"],\"d\":\"https://contoso.crm4.dynamics.com/\"} -> {\"a@odata.bind\":[\"https://gw.example/api/dataverse/contoso.crm4.dynamics.com/a\" , null,\"b\",\"https://gw.example/api/dataverse/contoso.crm4.dynamics.com/c\"],\"d\":\"https://contoso.crm4.dynamics.com/\"}",
            })
    void readsEveryWayToWriteAString(String json, String mapped) {
        assertThat(answer(json)).isEqualTo(mapped);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"",
                "\\",
                "no JSON: \"@odata.id\" \"https://contoso.crm4.dynamics.com/\"",
                "{\"@odata.id\":\"https://contoso.crm4.dynamics.com",
                "{\"@odata.id\":\"https:\\/\\/cont",
                "{\"@odata.id\":\"https:\\",
                "{\"@odata.id\":\"https:\\u00",
                "{\"@odata.id\":\"https:\\u00zz//contoso.crm4.dynamics.com/\"}",
                "{\"@odata.id\":\"https:\\x//contoso.crm4.dynamics.com/\"}",
                "{\"@odata.id\":\"https:\\u00\",\"https://contoso.crm4.dynamics.com/\":\"\"}",
                "{\"@odata.id\":\"https://contoso.crm4.dynamics.com.evil.example/\"}",
                "{\"@odata.id\":\"https://contoso.crm4.dynamics.com\\u002eevil.example/\"}",
                "{\"@odata.id\":\"\"}",
                "{\"@odata.id\":null,\"a\":\"https://contoso.crm4.dynamics.com/\"}",
                "{\"@odata.id\":{\"a\":\"https://contoso.crm4.dynamics.com/\"}}",
                "{\"@odata.id\":[[\"https://contoso.crm4.dynamics.com/\"]]}",
                "{\"@odata.\\u0zid\":\"https://contoso.crm4.dynamics.com/\"}",
                "]]}}{\"#\":]}{{\"target\"",
            })
    void passesOnWhatIsBrokenOrNoLink(String body) {
        assertUntouched(body);
    }

    @Test
    void truncatedJsonStaysTruncated() {
        assertThat(answer("{\"@odata.id\":\"https://contoso.crm4.dynamics.com/x"))
                .isEqualTo("{\"@odata.id\":\"https://gw.example/api/dataverse/contoso.crm4.dynamics.com/x");
    }

    @Test
    void readsNamesUpToItsBound() {
        String link = "@odata.id\":\"https://contoso.crm4.dynamics.com/\"}";
        String longest = "{\"" + "x".repeat(1024 - 9) + link;
        assertThat(answer(longest)).contains("gw.example");
        assertUntouched("{\"" + "x".repeat(1025 - 9) + link);
    }

    @Test
    void leadsRequestsToTheEnvironment() {
        Links requests = CONTOSO.requests();
        assertThat(
                        atEverySplit(
                                requests::json,
                                """
                        {"@odata.id":"https://gw.example/api/dataverse/contoso.crm4.dynamics.com/api/data/v9.2/roles(1)",
                        "primarycontactid@odata.bind":"/contacts(1)","description":"https://gw.example/api/dataverse/contoso.crm4.dynamics.com/",
                        "x@odata.bind":["/api/dataverse/contoso.crm4.dynamics.com/api/data/v9.2/contacts(1)"]}
                        """))
                .isEqualTo(
                        """
                        {"@odata.id":"https://contoso.crm4.dynamics.com/api/data/v9.2/roles(1)",
                        "primarycontactid@odata.bind":"/contacts(1)","description":"https://gw.example/api/dataverse/contoso.crm4.dynamics.com/",
                        "x@odata.bind":["https://contoso.crm4.dynamics.com/api/data/v9.2/contacts(1)"]}
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; odata.metadata=minimal; charset=utf-8",
                "Application/JSON",
                "text/json",
                "application/problem+json",
            })
    void bodiesOfJsonHaveLinks(String contentType) {
        assertThat(CONTOSO.answers().filter(contentType)).get().isInstanceOf(JsonLinks.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "application/xml",
                "text/plain",
                "application/octet-stream",
                "multipart/mixed",
                "x; a=\"json"
            })
    void otherBodiesHaveNone(String contentType) {
        assertThat(CONTOSO.answers().filter(contentType)).isEmpty();
    }

    private static String answer(String body) {
        return atEverySplit(() -> new JsonLinks(CONTOSO.answers()), body);
    }

    private static void assertUntouched(String body) {
        assertThat(answer(body)).isEqualTo(body);
    }

    private static void assertMapped(String template) {
        assertThat(answer(template.formatted(ENVIRONMENT))).isEqualTo(template.formatted(GATEWAY));
    }

    @Test
    void passesPiecesOnWithoutACopy() throws Exception {
        byte[] body = "{\"name\":\"Litware\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        List<byte[]> passed = new java.util.ArrayList<>();
        try (BodyFilter filter = CONTOSO.answers().json()) {
            filter.write(body, 0, body.length, (bytes, offset, length) -> passed.add(bytes));
        }
        assertThat(passed).hasSize(1).first().isSameAs(body);
    }
}
