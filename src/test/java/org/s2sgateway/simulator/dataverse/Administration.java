package org.s2sgateway.simulator.dataverse;

import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;

/**
 * What administrators do in an environment over the Web API: application users, their roles, solutions. The rules are
 * those of Microsoft's "Manage application users" and, where that is silent, what its Terraform provider expects.
 * Thread-safe.
 */
final class Administration {

    private static final String ASSOCIATION = "systemuserroles_association";
    private static final Pattern BIND = Pattern.compile("/?businessunits\\(([^)]+)\\)");
    private static final Pattern ROLE_LINK =
            Pattern.compile("(?:(https://.*/api/data/v9\\.[0-2])?/)?roles\\(([^)]+)\\)");
    private static final Pattern ROLE_BELOW = Pattern.compile(ASSOCIATION + "\\(([^)]+)\\)/\\$ref");
    private static final Set<String> LOCKED_SETS = Set.of("businessunits", "roles", "solutions", "asyncoperations");

    private final Users users;
    private final Roles roles;
    private final SolutionImports imports;
    private final EntitySet userSet;
    private final EntitySet roleSet;
    private final Table businessUnits;
    private final Function<UUID, Optional<String>> applications;

    /** @param applications the name of an application that has a service principal in the tenant */
    Administration(
            Users users,
            Roles roles,
            SolutionImports imports,
            Map<String, EntitySet> sets,
            Function<UUID, Optional<String>> applications) {
        this.users = users;
        this.roles = roles;
        this.imports = imports;
        this.userSet = sets.get("systemusers");
        this.roleSet = sets.get("roles");
        this.businessUnits = sets.get("businessunits").table();
        this.applications = applications;
    }

    /** The answer, where the address is one of those that differ from an ordinary table's. */
    Optional<Answer> answer(Call call, WebApi.Address address, Caller caller) {
        boolean reading = call.method().equals("GET") || call.method().equals("HEAD");
        if (address.name().equals("ImportSolutionAsync")) {
            return Optional.of(importSolution(call, address, caller));
        }
        if (address.name().equals("asyncoperations") && reading) {
            imports.goOn();
        }
        if (LOCKED_SETS.contains(address.name()) && !reading) {
            throw ODataRefusal.notSimulated("Changing " + address.name());
        }
        if (!address.name().equals("systemusers")
                || reading && !address.below().orElse("").equals(ASSOCIATION)) {
            return Optional.empty();
        }
        return Optional.of(
                address.key().isEmpty()
                        ? create(call, address, caller)
                        : ofUser(call, address, address.key().get(), caller));
    }

    private Answer importSolution(Call call, WebApi.Address address, Caller caller) {
        if (!call.method().equals("POST")) {
            throw ODataRefusal.methodNotAllowed(call.method());
        }
        caller.require("prvImportCustomization", "solution");
        return imports.start(Payload.object(call), address.root());
    }

    private Answer create(Call call, WebApi.Address address, Caller caller) {
        if (!call.method().equals("POST")) {
            throw ODataRefusal.methodNotAllowed(call.method());
        }
        caller.require("prvCreateUser", "systemuser");
        JsonObject body = Payload.object(call);
        UUID applicationId = guid(body.getString("applicationid", ""))
                .orElseThrow(() -> ODataRefusal.notSimulated("Creating a person's user"));
        UUID businessUnit = businessUnit(body);
        UUID id = UUID.randomUUID();
        Map<String, Optional<Object>> values = new HashMap<>();
        values.put("applicationid", Optional.of(applicationId));
        values.put("_businessunitid_value", Optional.of(businessUnit));
        values.put("accessmode", Optional.of(4));
        values.put("isdisabled", Optional.of(body.getBoolean("isdisabled", false)));
        values.put("deletedstate", Optional.of(0));
        // Looking and creating is one step: of two that create, one loses.
        synchronized (users) {
            if (users.find(new Identity(false, applicationId)).isPresent()) {
                throw Table.duplicate();
            }
            values.put("fullname", Optional.of("# " + nameInTenant(applicationId)));
            users.change(id, new Identity(false, applicationId), values);
        }
        String created = address.root() + "systemusers(" + id + ")";
        return Answer.empty(204).with("OData-EntityId", created).with("Location", created);
    }

    private String nameInTenant(UUID applicationId) {
        return applications
                .apply(applicationId)
                .orElseThrow(() -> new ODataRefusal(
                        400,
                        ODataRefusal.NOT_IN_DIRECTORY,
                        "There is no service principal of the application " + applicationId + " in the directory."));
    }

    private UUID businessUnit(JsonObject body) {
        Matcher bind = BIND.matcher(body.getString("businessunitid@odata.bind", ""));
        if (!bind.matches()) {
            throw new ODataRefusal(
                    400,
                    ODataRefusal.NO_BUSINESS_UNIT,
                    "Unable to retrieve attribute=businessunitid for entityLogicalName=systemuser");
        }
        Key key = Key.parse(businessUnits.type(), bind.group(1));
        return key.find(businessUnits).map(Row::id).orElseThrow(() -> key.notFound(businessUnits.type()));
    }

    private Answer ofUser(Call call, WebApi.Address address, Key key, Caller caller) {
        Row user = key.find(userSet.table()).orElseThrow(() -> key.notFound(userSet.type()));
        String below = address.below().orElse("");
        Matcher role = ROLE_BELOW.matcher(below);
        return switch (call.method() + " " + (role.matches() ? "role" : below)) {
            case "PATCH " -> {
                caller.require("prvWriteUser", "systemuser");
                yield update(user, Payload.object(call));
            }
            case "DELETE " -> {
                caller.require("prvDeleteUser", "systemuser");
                yield delete(user);
            }
            case "GET " + ASSOCIATION, "HEAD " + ASSOCIATION -> {
                caller.require("prvReadUser", "systemuser");
                caller.require("prvReadRole", "role");
                Set<Row> own = Set.copyOf(users.roles(user.id()));
                yield roleSet.list(
                        new Request(call, address.root(), "systemusers(" + user.id() + ")/" + ASSOCIATION, caller),
                        own::contains);
            }
            case "POST " + ASSOCIATION + "/$ref" -> {
                caller.require("prvAssignRole", "role");
                yield assign(user, link(Payload.object(call).getString("@odata.id", ""), address));
            }
            case "DELETE " + ASSOCIATION + "/$ref" -> {
                caller.require("prvAssignRole", "role");
                yield unassign(user, link(call.options().getOrDefault("$id", ""), address));
            }
            case "DELETE role" -> {
                caller.require("prvAssignRole", "role");
                yield unassign(user, role(role.group(1)));
            }
            default -> throw ODataRefusal.unknownSegment(below);
        };
    }

    private Answer update(Row user, JsonObject body) {
        UUID applicationId = user.value("applicationid")
                .map(UUID.class::cast)
                .orElseThrow(() -> ODataRefusal.notSimulated("Changing a person's user"));
        if (Users.isSoftDeleted(user)) {
            throw ODataRefusal.notSimulated("Changing a user that was deleted");
        }
        Map<String, Optional<Object>> changes = new HashMap<>();
        body.forEach((name, value) -> {
            switch (name) {
                case "isdisabled" -> changes.put(name, Optional.of(body.getBoolean(name)));
                // Microsoft's Terraform provider always sends it, too.
                case "applicationid" -> refuseOther(applicationId, body.getString(name, ""));
                case "accessmode" ->
                    throw new ODataRefusal(
                            400, "0x80040d40", "The access mode of an application user cannot be changed.");
                default -> throw locked();
            }
        });
        users.change(user.id(), new Identity(false, applicationId), changes);
        return Answer.empty(204);
    }

    private static void refuseOther(UUID applicationId, String given) {
        if (guid(given).filter(applicationId::equals).isEmpty()) {
            throw locked();
        }
    }

    private static ODataRefusal locked() {
        return new ODataRefusal(
                400, ODataRefusal.APPLICATION_USER_LOCKED, "This column of an application user cannot be updated.");
    }

    /** Only a disabled one goes; at first it is kept as soft-deleted, then it is gone. */
    private Answer delete(Row user) {
        if (!Users.isDisabled(user)) {
            throw ODataRefusal.badRequest("Only a disabled user can be deleted.");
        }
        if (Users.isSoftDeleted(user)) {
            users.delete(user);
        } else {
            UUID applicationId = user.value("applicationid")
                    .map(UUID.class::cast)
                    .orElseThrow(() -> ODataRefusal.notSimulated("Deleting a person's user"));
            users.change(user.id(), new Identity(false, applicationId), Map.of("deletedstate", Optional.of(1)));
        }
        return Answer.empty(204);
    }

    private Answer assign(Row user, Row role) {
        if (!role.value("_businessunitid_value").equals(user.value("_businessunitid_value"))) {
            throw new ODataRefusal(
                    400,
                    ODataRefusal.WRONG_BUSINESS_UNIT,
                    "The user and the role do not belong to the same business unit.");
        }
        users.assign(user, role.id());
        return Answer.empty(204);
    }

    private Answer unassign(Row user, Row role) {
        users.unassign(user, role.id());
        return Answer.empty(204);
    }

    private Row link(String link, WebApi.Address address) {
        Matcher parts = ROLE_LINK.matcher(link);
        if (!parts.matches()
                || parts.group(1) != null
                        && !address.root().startsWith(parts.group(1).replaceFirst("v9\\.[0-2]$", ""))) {
            throw ODataRefusal.badRequest("The link does not name a role of this environment.");
        }
        return role(parts.group(2));
    }

    private Row role(String id) {
        return guid(id).flatMap(roles::find)
                .orElseThrow(() -> ODataRefusal.badRequest("role With Id = " + id + " Does Not Exist"));
    }

    private static Optional<UUID> guid(String text) {
        return Guids.parse(text);
    }
}
