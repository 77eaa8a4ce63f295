package org.s2sgateway.simulator.dataverse;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The security roles of an environment. Each exists once per business unit, the copies under ids of their own; what it
 * allows is the same everywhere. Thread-safe.
 */
final class Roles {

    static final String SYSTEM_ADMINISTRATOR = "System Administrator";
    static final String BASIC_USER = "Basic User";

    /** The custom role that is made for the gateway. */
    static final String GATEWAY_ACCESS = "S2S Gateway Access";

    /** The templates of the built-in roles have the same ids everywhere. */
    private static final UUID ADMINISTRATOR_TEMPLATE = UUID.fromString("627090ff-40a3-4053-8790-584edc5be201");

    private static final UUID CUSTOMIZER_TEMPLATE = UUID.fromString("119f245c-3cc8-4b62-b31c-d1a046ced15d");

    private final Table table;
    private final List<UUID> businessUnits;
    private final Function<String, UUID> ids;
    private final Map<UUID, Set<String>> privilegesByRoot = new ConcurrentHashMap<>();

    /**
     * @param businessUnits the root one first
     * @param ids makes the id of what it is given, always the same
     */
    Roles(Table table, List<UUID> businessUnits, Function<String, UUID> ids) {
        this.table = table;
        this.businessUnits = businessUnits;
        this.ids = ids;
    }

    /** The built-in roles and the one for the gateway, and no others. */
    void reset() {
        table.clear();
        privilegesByRoot.clear();
        put(SYSTEM_ADMINISTRATOR, Optional.of(ADMINISTRATOR_TEMPLATE), Set.of());
        put(
                "System Customizer",
                Optional.of(CUSTOMIZER_TEMPLATE),
                Set.of("prvImportCustomization", "prvReadSolution", "prvReadAsyncOperation", "prvReadRole"));
        put(
                BASIC_USER,
                Optional.empty(),
                Set.of("prvReadAccount", "prvReadContact", "prvReadUser", "prvReadRole", "prvReadBusinessUnit"));
        put(GATEWAY_ACCESS, Optional.empty(), Set.of("prvReadAccount", "prvReadContact"));
    }

    /** Puts a role there, in every business unit; replaces the one of that name. */
    void put(String name, Optional<UUID> template, Set<String> privileges) {
        put(ids.apply("role " + name), name, template, privileges);
    }

    /** The same under a given id in the root business unit, as a solution brings it. */
    void put(UUID rootId, String name, Optional<UUID> template, Set<String> privileges) {
        privilegesByRoot.put(rootId, Set.copyOf(privileges));
        for (UUID businessUnit : businessUnits) {
            boolean root = businessUnit.equals(businessUnits.get(0));
            Map<String, Object> values = new HashMap<>();
            values.put("name", name);
            values.put("_businessunitid_value", businessUnit);
            values.put("_parentrootroleid_value", rootId);
            template.ifPresent(id -> values.put("_roletemplateid_value", id));
            table.seed(root ? rootId : ids.apply("role " + rootId + " in " + businessUnit), values);
        }
    }

    void remove(String name) {
        named(name).forEach(row -> table.delete(row.id(), current -> {}));
    }

    void rename(String name, String newName) {
        named(name).forEach(row -> table.write(row.id(), Map.of("name", Optional.of(newName)), current -> {}));
    }

    void hideTemplateOfCopies(String name) {
        UUID root = inRoot(name);
        named(name).stream()
                .filter(row -> !row.id().equals(root))
                .forEach(
                        row -> table.write(row.id(), Map.of("_roletemplateid_value", Optional.empty()), current -> {}));
    }

    Optional<Row> find(UUID id) {
        return table.find(id);
    }

    /** The role of that name in the root business unit; throws {@link IllegalArgumentException}. */
    UUID inRoot(String name) {
        return named(name).stream()
                .filter(row -> row.value("_businessunitid_value")
                        .filter(businessUnits.get(0)::equals)
                        .isPresent())
                .map(Row::id)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no role " + name));
    }

    boolean administrate(Collection<UUID> roles) {
        return rows(roles).stream().anyMatch(row -> row.value("_roletemplateid_value")
                .filter(ADMINISTRATOR_TEMPLATE::equals)
                .isPresent());
    }

    Set<String> privileges(Collection<UUID> roles) {
        Set<String> privileges = new HashSet<>();
        rows(roles).forEach(row -> row.value("_parentrootroleid_value")
                .map(privilegesByRoot::get)
                .ifPresent(privileges::addAll));
        return privileges;
    }

    List<Row> rows(Collection<UUID> roles) {
        return roles.stream().flatMap(id -> find(id).stream()).toList();
    }

    private List<Row> named(String name) {
        return table.rows().stream()
                .filter(row -> row.value("name").filter(name::equals).isPresent())
                .toList();
    }
}
