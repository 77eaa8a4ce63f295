package org.s2sgateway.simulator.dataverse;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The schema of one table.
 *
 * @param privilegeName how its privileges end: {@code prvRead} + this
 * @param alternateKey column of its alternate key
 * @param defaults values of a new row that nobody gave
 */
record EntityType(
        String entitySet,
        String logicalName,
        String privilegeName,
        Optional<String> alternateKey,
        Map<String, Object> defaults,
        List<Column> columns) {

    EntityType {
        columns = List.copyOf(columns);
        defaults = Map.copyOf(defaults);
    }

    String primaryKey() {
        return logicalName + "id";
    }

    String qualifiedName() {
        return "Microsoft.Dynamics.CRM." + logicalName;
    }

    Optional<Column> find(String column) {
        return columns.stream()
                .filter(candidate -> candidate.name().equals(column))
                .findFirst();
    }

    Optional<Column> nameColumn() {
        return find("fullname").or(() -> find("name"));
    }

    /** Fills in what follows from other columns. */
    void derive(Map<String, Object> values) {
        if (logicalName.equals("contact")) {
            String name = (values.getOrDefault("firstname", "") + " " + values.getOrDefault("lastname", "")).strip();
            values.put("fullname", name);
        }
    }

    /** The lookup column that a filter names by its navigation property, to compare it with null. */
    Optional<Column> lookup(String navigationProperty) {
        return find("_" + navigationProperty + "_value");
    }

    /** The column that a query names. */
    Column column(String name) {
        return find(name)
                .orElseThrow(() -> ODataRefusal.badRequest(
                        "Could not find a property named '" + name + "' on type '" + qualifiedName() + "'."));
    }
}
