package org.s2sgateway.simulator.dataverse;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.JsonText;

/**
 * Some functions of Dataverse, and operations with the prefix {@code sim_} that stand for those which customers make. Of
 * these {@code sim_Bytes} answers as many bytes as are wanted, and {@code sim_Drain} counts those it gets. Thread-safe.
 */
final class OwnOperations {

    static final String DRAIN = "sim_Drain";

    private static final byte[] BLOCK = "0123456789abcdef".repeat(4_096).getBytes(StandardCharsets.US_ASCII);

    private final UUID organizationId;
    private final String name;
    private final Map<String, EntitySet> sets;
    private final Users users;
    private final Roles roles;

    OwnOperations(UUID organizationId, String name, Map<String, EntitySet> sets, Users users, Roles roles) {
        this.organizationId = organizationId;
        this.name = name;
        this.sets = sets;
        this.users = users;
        this.roles = roles;
    }

    void addTo(Operations operations) {
        operations.function("WhoAmI", this::whoAmI);
        operations.function("RetrieveCurrentOrganization", this::currentOrganization);
        operations.function("RetrieveTotalRecordCount", this::totalRecordCount);
        operations.function("systemusers/RetrieveUserPrivileges", this::userPrivileges);
        operations.function("sim_Bytes", OwnOperations::bytes);
        operations.action("sim_Echo", OwnOperations::echo);
        operations.action("accounts/sim_Rename", this::rename);
        operations.action(DRAIN, OwnOperations::drain);
    }

    private Answer whoAmI(Operations.Invocation invocation) {
        return invocation
                .response(
                        "WhoAmI",
                        JsonText.object()
                                .add(
                                        "BusinessUnitId",
                                        invocation.user().businessUnitId().toString())
                                .add("UserId", invocation.user().systemUserId().toString())
                                .add("OrganizationId", organizationId.toString()))
                .with("x-ms-dop-hint", "4");
    }

    /** Its endpoints are addresses in data: they stay what they are wherever the answer goes. */
    private Answer currentOrganization(Operations.Invocation invocation) {
        if (!invocation.parameters().getOrDefault("AccessType", "").startsWith("Microsoft.Dynamics.CRM.")) {
            throw ODataRefusal.badRequest("The parameter 'AccessType' is missing.");
        }
        String host = invocation.root().replaceFirst("api/data/.*", "");
        return invocation.response(
                "RetrieveCurrentOrganization",
                JsonText.object()
                        .add(
                                "Detail",
                                JsonText.object()
                                        .add("OrganizationId", organizationId.toString())
                                        .add("FriendlyName", name)
                                        .add("UniqueName", name)
                                        .add("UrlName", name)
                                        .add("State", "Enabled")
                                        .add(
                                                "Endpoints",
                                                JsonText.object()
                                                        .add("Count", 2)
                                                        .add(
                                                                "Keys",
                                                                JsonText.strings(List.of(
                                                                        "WebApplication", "OrganizationDataService")))
                                                        .add(
                                                                "Values",
                                                                JsonText.strings(
                                                                        List.of(
                                                                                host,
                                                                                host
                                                                                        + "XRMServices/2011/OrganizationData.svc/"))))));
    }

    private Answer totalRecordCount(Operations.Invocation invocation) {
        JsonArrayBuilder keys = JsonText.JSON.createArrayBuilder();
        JsonArrayBuilder values = JsonText.JSON.createArrayBuilder();
        int count = 0;
        for (JsonString wanted : names(invocation.parameters().getOrDefault("EntityNames", ""))) {
            EntityType type = Schema.byName(wanted.getString())
                    .orElseThrow(() -> ODataRefusal.badRequest(
                            "The entity with a name = '" + wanted.getString() + "' was not found."));
            invocation.user().require("Read", type);
            keys.add(type.logicalName());
            values.add(Optional.ofNullable(sets.get(type.entitySet()))
                    .map(set -> set.table().rows().size())
                    .orElse(0));
            count++;
        }
        return invocation.response(
                "RetrieveTotalRecordCount",
                JsonText.object()
                        .add(
                                "EntityRecordCountCollection",
                                JsonText.object()
                                        .add("Count", count)
                                        .add("Keys", keys)
                                        .add("Values", values)));
    }

    private static List<JsonString> names(String array) {
        try (JsonReader reader = JsonText.JSON.createReader(new StringReader(array.replace('\'', '"')))) {
            return reader.readArray().getValuesAs(JsonString.class);
        } catch (JsonException | ClassCastException e) {
            throw ODataRefusal.badRequest("The parameter 'EntityNames' is missing or not a list.");
        }
    }

    private Answer userPrivileges(Operations.Invocation invocation) {
        Row user = invocation.row().orElseThrow();
        invocation.user().require("Read", Schema.SYSTEM_USER);
        JsonArrayBuilder privileges = JsonText.JSON.createArrayBuilder();
        List<UUID> ids = users.roles(user.id()).stream().map(Row::id).toList();
        for (String privilege : new TreeSet<>(roles.privileges(ids))) {
            privileges.add(JsonText.object()
                    .add("Depth", "Global")
                    .add(
                            "PrivilegeId",
                            UUID.nameUUIDFromBytes(privilege.getBytes(StandardCharsets.UTF_8))
                                    .toString())
                    .add(
                            "BusinessUnitId",
                            user.value("_businessunitid_value").orElseThrow().toString())
                    .add("PrivilegeName", privilege));
        }
        return invocation.response("RetrieveUserPrivileges", JsonText.object().add("RolePrivileges", privileges));
    }

    private static Answer echo(Operations.Invocation invocation) {
        return invocation.response("sim_Echo", JsonText.JSON.createObjectBuilder(invocation.body()));
    }

    private Answer rename(Operations.Invocation invocation) {
        EntitySet accounts = sets.get("accounts");
        invocation.user().require("Write", Schema.ACCOUNT);
        String newName = invocation.body().getString("Name", "");
        if (newName.isEmpty() || accounts == null) {
            throw ODataRefusal.badPayload("The parameter Name is missing.");
        }
        accounts.change(
                new Request(invocation.call(), invocation.root(), "accounts", invocation.user()),
                invocation.row().orElseThrow(),
                Map.of("name", Optional.of(newName)));
        return Answer.empty(204);
    }

    private static Answer bytes(Operations.Invocation invocation) {
        String count = invocation.parameters().getOrDefault("Count", "");
        if (!count.matches("\\d{1,13}")) {
            throw ODataRefusal.badRequest("The parameter 'Count' is missing or not a number.");
        }
        return new Answer(
                200,
                List.of(new Answer.Header("Content-Type", "application/octet-stream")),
                BLOCK,
                Long.parseLong(count));
    }

    /** The listener has replaced the body by the number of its bytes. */
    private static Answer drain(Operations.Invocation invocation) {
        return invocation.response(
                DRAIN,
                JsonText.object().add("Count", Long.parseLong(invocation.call().text())));
    }
}
