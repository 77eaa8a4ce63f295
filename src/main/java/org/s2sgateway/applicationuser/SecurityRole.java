package org.s2sgateway.applicationuser;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.s2sgateway.odata.ODataLiteral;

/**
 * The one security role that the operator named, in the business unit of an application user: each role exists once per
 * business unit, and only the copy in the user's own counts.
 */
final class SecurityRole {

    /** The template of System Administrator is the same in every environment, whatever the role is called there. */
    private static final UUID ADMINISTRATOR = UUID.fromString("627090ff-40a3-4053-8790-584edc5be201");

    private static final String ASSOCIATION = "/systemuserroles_association";
    static final String KIND = "roleid,name,_roletemplateid_value,_parentrootroleid_value";

    // A role that is the user's already, given by somebody at the same moment.
    private static final Set<String> ALREADY_THERE = Set.of("0x80040237");

    private final PersonsCalls calls;

    SecurityRole(PersonsCalls calls) {
        this.calls = calls;
    }

    /** The names of the user's roles. */
    List<String> names(FoundUser user) {
        return Rows.names(of(user, "roleid,name"));
    }

    /** Gives the user the role of that name, unless it has it. */
    void assign(String name, FoundUser user) {
        UUID role = find(name, user.businessUnitId());
        boolean there = of(user, "roleid,name").stream()
                .anyMatch(row -> Rows.id(row, "roleid").filter(role::equals).isPresent());
        if (!there) {
            JsonObject link = Json.createObjectBuilder()
                    .add("@odata.id", calls.url("roles(" + role + ")"))
                    .build();
            Optional<JsonObject> ignored = calls.post(user.address() + ASSOCIATION + "/$ref", link, ALREADY_THERE);
        }
    }

    private UUID find(String name, UUID businessUnit) {
        List<JsonObject> found = calls.rows("roles?$select=" + KIND + "&$filter=name%20eq%20"
                + ODataLiteral.string(name) + "%20and%20_businessunitid_value%20eq%20" + businessUnit);
        if (found.isEmpty()) {
            throw new SetupStopped("S2S.SecurityRoleMissing");
        }
        if (found.stream().anyMatch(role -> isAdministrator(role, calls::get))) {
            throw new SetupStopped("S2S.SecurityRoleForbidden");
        }
        return Rows.id(found.get(0), "roleid").orElseThrow(() -> new SetupStopped("S2S.UnexpectedAnswer"));
    }

    private List<JsonObject> of(FoundUser user, String columns) {
        return calls.rows(user.address() + ASSOCIATION + "?$select=" + columns);
    }

    /** Reads one row. */
    @FunctionalInterface
    interface Reading {
        JsonObject row(String relative);
    }

    /** Whether the role is System Administrator, in the root business unit or as a copy below it. */
    static boolean isAdministrator(JsonObject role, Reading dataverse) {
        Optional<UUID> root = Rows.id(role, "_parentrootroleid_value")
                .filter(id -> Rows.id(role, "_roletemplateid_value").isEmpty())
                .filter(id -> Rows.id(role, "roleid").filter(id::equals).isEmpty());
        JsonObject decisive = root.map(id -> dataverse.row("roles(" + id + ")?$select=" + KIND))
                .orElse(role);
        return Rows.id(decisive, "_roletemplateid_value")
                .filter(ADMINISTRATOR::equals)
                .isPresent();
    }
}
