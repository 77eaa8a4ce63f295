package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class DefinitionsTest {

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
    void describesItselfAtLength() throws Exception {
        HttpResponse<String> plain = contoso.get("$metadata");

        assertThat(plain.headers().firstValue("Content-Type")).contains("application/xml");
        assertThat(plain.body().length()).isGreaterThan(2_000_000);
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(plain.body())))
                        .getElementsByTagName("EntitySet")
                        .getLength())
                .isEqualTo(7);
        assertThat(plain.body())
                .contains(
                        "<Function Name=\"RetrieveCurrentOrganization\"><Parameter Name=\"AccessType\""
                                + " Type=\"mscrm.EndpointAccessType\" Nullable=\"false\" />",
                        "<Function Name=\"RetrieveTotalRecordCount\"><Parameter Name=\"EntityNames\""
                                + " Type=\"Collection(Edm.String)\" Nullable=\"false\" />");
        assertThat(plain.body()).doesNotContain("<Annotation ");
        assertThat(contoso.get("$metadata?annotations=true").body())
                .contains("<Annotation Term=\"Org.OData.Capabilities.V1.ChangeTracking\">");
        assertThat(contoso.refusal("POST", "$metadata", "{}")).isEqualTo("405 0x80060888");
    }

    @Test
    void definesTables() throws Exception {
        JsonObject tracked =
                contoso.json("EntityDefinitions?$select=LogicalName&$filter=ChangeTrackingEnabled%20eq%20true");
        assertThat(tracked.getString("@odata.context"))
                .isEqualTo(contoso.root() + "$metadata#EntityDefinitions(LogicalName)");
        assertThat(tracked.getJsonArray("value").getValuesAs(JsonObject.class))
                .extracting(table -> table.getString("LogicalName"))
                .containsExactly("account", "contact");
        JsonObject account = contoso.json("EntityDefinitions(LogicalName='account')");
        assertThat(account.getString("EntitySetName")).isEqualTo("accounts");
        assertThat(contoso.json("EntityDefinitions(" + account.getString("MetadataId") + ")")
                        .getString("LogicalName"))
                .isEqualTo("account");
        assertThat(contoso.refusal("GET", "EntityDefinitions(LogicalName='nothing')", ""))
                .isEqualTo("404 0x80040217");
        assertThat(contoso.refusal("GET", "EntityDefinitions?$top=1", "")).isEqualTo("400 0x80060888");
        assertThat(contoso.refusal("POST", "EntityDefinitions", "{}")).isEqualTo("501 0x80060888");
    }

    @Test
    void definesColumnsByTheirKind() throws Exception {
        String attributes = "EntityDefinitions(LogicalName='account')/Attributes";
        assertThat(contoso.rows(attributes)).anySatisfy(column -> assertThat(column.getString("LogicalName"))
                .isEqualTo("primarycontactid"));
        assertThat(contoso.rows(attributes + "/Microsoft.Dynamics.CRM.LookupAttributeMetadata"))
                .hasSize(6)
                .allSatisfy(
                        column -> assertThat(column.getString("AttributeType")).isEqualTo("Lookup"));
        JsonObject file = contoso.json(attributes
                + "(LogicalName='sim_document')/Microsoft.Dynamics.CRM.FileAttributeMetadata?$select=MaxSizeInKB");
        assertThat(file.getString("@odata.context"))
                .isEqualTo(contoso.root() + "$metadata#EntityDefinitions('account')/Attributes"
                        + "/Microsoft.Dynamics.CRM.FileAttributeMetadata(MaxSizeInKB)/$entity");
        assertThat(file.getInt("MaxSizeInKB")).isEqualTo(32_768);
        assertThat(contoso.refusal(
                        "GET", attributes + "(LogicalName='name')/Microsoft.Dynamics.CRM.FileAttributeMetadata", ""))
                .isEqualTo("404 0x80040217");
    }

    @Test
    void definesRelationships() throws Exception {
        assertThat(contoso.json("RelationshipDefinitions(SchemaName='contact_customer_accounts')")
                        .getString("ReferencingAttribute"))
                .isEqualTo("parentcustomerid");
        assertThat(contoso.rows("RelationshipDefinitions/Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata"))
                .hasSize(1);
        assertThat(contoso.rows("RelationshipDefinitions")).hasSize(16);
    }

    @Test
    void aggregates() throws Exception {
        DataverseClient large = new DataverseClient(simulator, "contoso-large");
        assertThat(large.rows("accounts?$apply=aggregate($count%20as%20n,numberofemployees%20with%20max%20as%20m)")
                        .get(0))
                .hasToString("{\"n\":6000,\"m\":499}");
        assertThat(large.rows("accounts?$apply=filter(creditonhold%20eq%20true)"
                        + "/groupby((address1_city),aggregate($count%20as%20n))"))
                .hasSize(3)
                .first()
                .hasToString("{\"n\":200,\"address1_city\":\"Porto\"}");
        assertThat(large.refusal("GET", "accounts?$apply=aggregate(name%20with%20sum%20as%20n)", ""))
                .isEqualTo("400 0x80060888");
        assertThat(large.refusal("GET", "accounts?$apply=topcount(1,revenue)", ""))
                .isEqualTo("501 0x80060888");
    }

    @Test
    void growsOnDemand() throws Exception {
        assertThat(control("{\"prefix\":\"Many\",\"count\":12000}")).isEqualTo(204);

        List<String> names = new ArrayList<>();
        int pages = 0;
        Optional<String> link = Optional.of("accounts?$select=name");
        while (link.isPresent()) {
            JsonObject page = contoso.json(link.get());
            page.getJsonArray("value").getValuesAs(JsonObject.class).forEach(row -> names.add(row.getString("name")));
            link = Optional.ofNullable(page.getString("@odata.nextLink", null));
            pages++;
        }
        assertThat(pages).isEqualTo(3);
        assertThat(new HashSet<>(names)).hasSize(12_002);
    }

    @Test
    void holdsAddressesThatAreNoLinks() throws Exception {
        assertThat(control("{\"addresses\":true,\"count\":10}")).isEqualTo(204);

        List<JsonObject> rows = contoso.rows("accounts?$filter=startswith(accountnumber,%27L-%27)");
        assertThat(rows).hasSize(10);
        assertThat(rows)
                .anySatisfy(row -> assertThat(row.getString("websiteurl")).isEqualTo(contoso.root()))
                .allSatisfy(row -> assertThat(row.getString("description")).contains("\"@odata.nextLink\":\"https://"));
    }

    private int control(String body) throws Exception {
        return contoso.send(TestClient.request(simulator.authority() + "/simulator/environments/contoso/accounts")
                        .POST(BodyPublishers.ofString(body))
                        .build())
                .statusCode();
    }
}
