package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.s2sgateway.it.WebApiConsumer.Answer;

/** What an environment says about itself and computes: documents of metadata, definitions, functions. */
class DescriptionIT {

    private final RunningGateway gateway = GatewayRun.gateway();

    private WebApiConsumer contoso;

    @BeforeEach
    void know() {
        contoso = WebApiConsumer.of(gateway, "contoso");
    }

    @Test
    void listsItsTables() {
        JsonObject document = contoso.json("");

        assertThat(document.getString("@odata.context")).isEqualTo(contoso.root() + "$metadata");
        assertThat(document.getJsonArray("value").getJsonObject(0).getString("url"))
                .isEqualTo("accounts");
        assertThat(contoso.json(contoso.root().replaceFirst("/$", "")).keySet()).contains("value");
    }

    @Test
    void bringsItsMetadataWhole() {
        Answer metadata = contoso.get("$metadata", "Accept", "application/xml", "Accept-Encoding", "gzip");

        assertThat(metadata.header("Content-Type")).isEqualTo("application/xml");
        assertThat(metadata.octets().length).isGreaterThan(2_000_000);
        assertThat(metadata.text()).startsWith("<?xml ").endsWith("</edmx:Edmx>");
        assertThat(contoso.get("$metadata?annotations=true").text()).contains("<Annotation ");
    }

    @Test
    void definesTables() {
        JsonObject account =
                contoso.json("EntityDefinitions(LogicalName='account')?$select=EntitySetName", "Consistency", "Strong");
        assertThat(account.getString("@odata.context"))
                .isEqualTo(contoso.root() + "$metadata#EntityDefinitions(EntitySetName)/$entity");
        assertThat(account.getString("EntitySetName")).isEqualTo("accounts");

        JsonObject texts = contoso.json("EntityDefinitions(LogicalName='account')/Attributes"
                + "/Microsoft.Dynamics.CRM.StringAttributeMetadata?$select=LogicalName");
        assertThat(texts.getString("@odata.context")).startsWith(contoso.root() + "$metadata#EntityDefinitions(");
        assertThat(texts.getJsonArray("value")).isNotEmpty();
    }

    @Test
    void callsFunctionsWithParametersAndAliases() {
        JsonObject user = contoso.json("WhoAmI()");
        assertThat(user.getString("@odata.context"))
                .isEqualTo(contoso.root() + "$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse");
        for (String call : new String[] {
            "RetrieveTotalRecordCount(EntityNames=%5B'account','contact'%5D)",
            "RetrieveTotalRecordCount(EntityNames=@names)?@names=%5B%22account%22,%22contact%22%5D"
        }) {
            assertThat(contoso.json(call).getJsonObject("EntityRecordCountCollection"))
                    .hasToString("{\"Count\":2,\"Keys\":[\"account\",\"contact\"],\"Values\":[2,2]}");
        }
    }

    @Test
    void callsAFunctionThatIsBoundToARow() {
        String user = contoso.json("WhoAmI").getString("UserId");

        Answer refused = contoso.get("systemusers(" + user + ")/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()");

        // The application may not read users, and it is Dataverse that says so.
        assertThat(refused.refusal()).isEqualTo("403 0x80040220");
    }

    @Test
    void namesItsOwnAddressWhereThatIsWhatWasAskedFor() {
        String host = contoso.past() + "/";
        WebApiConsumer curious = contoso.whoseDataHolds(host, host + "XRMServices/2011/OrganizationData.svc/");

        JsonObject detail = curious.json("RetrieveCurrentOrganization(AccessType=@p1)"
                        + "?@p1=Microsoft.Dynamics.CRM.EndpointAccessType'Default'")
                .getJsonObject("Detail");

        assertThat(detail.getJsonObject("Endpoints").getJsonArray("Values").getString(0))
                .isEqualTo(host);
    }
}
