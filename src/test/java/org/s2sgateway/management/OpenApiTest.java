package org.s2sgateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenApiTest {

    private static final Set<String> METHODS = Set.of("get", "head", "post", "put", "patch", "delete");

    @Test
    void describesTheAddressesOfTheContract() throws IOException {
        assertThat(document().getJsonObject("paths").entrySet().stream()
                        .flatMap(path -> path.getValue().asJsonObject().keySet().stream()
                                .filter(METHODS::contains)
                                .map(method -> method.toUpperCase(Locale.ROOT) + " " + path.getKey())))
                .containsExactlyInAnyOrder(
                        "GET /api/registration",
                        "GET /api/tenants",
                        "POST /api/tenants",
                        "GET /api/tenants/{tenantId}",
                        "PATCH /api/tenants/{tenantId}",
                        "DELETE /api/tenants/{tenantId}",
                        "GET /api/tenants/{tenantId}/environments",
                        "POST /api/tenants/{tenantId}/environments",
                        "GET /api/tenants/{tenantId}/events",
                        "GET /api/tenants/{tenantId}/invitations",
                        "POST /api/tenants/{tenantId}/invitations",
                        "DELETE /api/tenants/{tenantId}/invitations/{id}",
                        "GET /api/environments",
                        "GET /api/environments/{host}",
                        "PATCH /api/environments/{host}",
                        "DELETE /api/environments/{host}",
                        "POST /api/environments/{host}/check",
                        "GET /api/grants",
                        "GET /api/grants/{consumer}",
                        "PUT /api/grants/{consumer}",
                        "DELETE /api/grants/{consumer}",
                        "POST /api/environments/{host}/token",
                        "GET /api/events",
                        "GET /api/events/verify",
                        "GET /api/dataverse/{host}/{path}",
                        "HEAD /api/dataverse/{host}/{path}",
                        "POST /api/dataverse/{host}/{path}",
                        "PUT /api/dataverse/{host}/{path}",
                        "PATCH /api/dataverse/{host}/{path}",
                        "DELETE /api/dataverse/{host}/{path}",
                        "GET /api/openapi",
                        "GET /api/health/live",
                        "GET /api/health/ready");
    }

    @Test
    void asksForABearerTokenExceptWhereItIsOpen() throws IOException {
        JsonObject document = document();

        assertThat(document.getJsonArray("security").toString()).isEqualTo("[{\"bearer\":[]}]");
        assertThat(document.getValue("/components/securitySchemes/bearer/scheme"))
                .isEqualTo(Json.createValue("bearer"));
        assertThat(operation(document, "/api/health/live").containsKey("security"))
                .isTrue();
        assertThat(operation(document, "/api/openapi").containsKey("security")).isTrue();
        assertThat(operation(document, "/api/tenants").containsKey("security")).isFalse();
    }

    @Test
    void saysWhichAppRolesAnOperationNeeds() throws IOException {
        JsonObject document = document();

        assertThat(operation(document, "/api/grants").getString("description"))
                .isEqualTo("App role: Tenants.Manage or Gateway.Auditor.");
        assertThat(operation(document, "/api/events/verify").getString("description"))
                .startsWith("App role: Tenants.Read. Reads every event;");
        assertThat(document.toString()).doesNotContain("operationId");
        assertThat(operation(document, "/api/health/live").getString("description", ""))
                .doesNotContain("App role");
        assertThat(document.getJsonObject("paths").values().stream()
                        .flatMap(path -> path.asJsonObject().entrySet().stream())
                        .filter(operation -> METHODS.contains(operation.getKey()))
                        .map(operation -> operation.getValue().asJsonObject())
                        .filter(operation -> !operation.containsKey("security")))
                .allSatisfy(operation ->
                        assertThat(operation.getString("description", "")).startsWith("App role: "));
    }

    @Test
    void listsTheVerbsOfAGrant() throws IOException {
        assertThat(document().getValue("/components/schemas/Grant/properties/tables/additionalProperties/items/enum"))
                .hasToString("[\"read\",\"create\",\"update\",\"delete\"]");
    }

    @Test
    void describesTheContractsShapes() throws IOException {
        assertThat(members("Tenant")).containsExactly("tenantId", "name", "status", "createdAt", "updatedAt");
        assertThat(members("Environment")).containsExactly("host", "url", "tenantId", "status", "reason", "steps");
        assertThat(members("Grant"))
                .containsExactly(
                        "consumer",
                        "tenants",
                        "environments",
                        "tables",
                        "impersonation",
                        "actions",
                        "tokens",
                        "bypass");
        assertThat(members("ReadinessStep"))
                .containsExactly("step", "outcome", "code", "explanation", "actor", "remedy");
    }

    @Test
    void namesTheVariablesOfEveryPath() throws IOException {
        JsonObject gateway = document().getJsonObject("paths").getJsonObject("/api/dataverse/{host}/{path}");

        assertThat(gateway.getJsonArray("parameters").getValuesAs(JsonObject.class))
                .extracting(parameter -> parameter.getString("name"))
                .containsExactly("host", "path");
    }

    @ParameterizedTest
    @CsvSource({
        "*/*, application/json",
        "application/*, application/json",
        "application/json, application/json",
        "application/vnd.oai.openapi+json, application/vnd.oai.openapi+json",
        "application/yaml, application/yaml",
        "text/yaml, text/yaml",
        "text/*, text/yaml",
        "application/vnd.oai.openapi, application/vnd.oai.openapi",
    })
    void givesTheAcceptedForm(String accept, String type) {
        MediaType chosen = OpenApiResource.chosen(List.of(type(accept)));

        assertThat(chosen.getType() + "/" + chosen.getSubtype()).isEqualTo(type);
    }

    /** {@link MediaType#valueOf(String)} needs an implementation of JAX-RS. */
    private static MediaType type(String text) {
        return new MediaType(text.split("/")[0], text.split("/")[1]);
    }

    private static JsonObject operation(JsonObject document, String path) {
        return document.getJsonObject("paths").getJsonObject(path).getJsonObject("get");
    }

    private static Set<String> members(String schema) throws IOException {
        return document()
                .getJsonObject("components")
                .getJsonObject("schemas")
                .getJsonObject(schema)
                .getJsonObject("properties")
                .keySet();
    }

    private static JsonObject document() throws IOException {
        try (InputStream stream = OpenApiTest.class.getResourceAsStream("openapi.json");
                JsonReader reader = Json.createReader(stream)) {
            return reader.readObject();
        }
    }
}
