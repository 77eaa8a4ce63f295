package org.s2sgateway.simulator.dataverse;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The tables of an environment, and what is related in them. Thread-safe. */
final class Data {

    private final Map<String, Table> tables = new HashMap<>();
    private final Users users;

    Data(List<Table> tables, Users users) {
        tables.forEach(table -> this.tables.put(table.type().entitySet(), table));
        this.users = users;
    }

    Table table(EntityType type) {
        return tables.get(type.entitySet());
    }

    /** The rows that a navigation property leads to. */
    List<Row> related(Row row, Navigation navigation) {
        Relationship relationship = navigation.relationship();
        if (relationship.manyToMany()) {
            return navigation.fromReferencing()
                    ? users.roles(row.id())
                    : table(navigation.target()).rows().stream()
                            .filter(user -> users.roles(user.id()).contains(row))
                            .toList();
        }
        if (navigation.fromReferencing()) {
            return lookedUp(row, relationship).stream().toList();
        }
        return table(navigation.target()).rows().stream()
                .filter(candidate -> candidate
                        .value(relationship.column())
                        .filter(row.id()::equals)
                        .isPresent())
                .toList();
    }

    /** The row that a lookup column names. */
    Optional<Row> lookedUp(Row row, Relationship relationship) {
        return row.value(relationship.column())
                .flatMap(id -> table(relationship.referenced()).find((UUID) id));
    }

    /** Empties the lookups that name a row which goes. */
    void removeLinks(EntityType type, UUID id) {
        for (Relationship relationship : Schema.RELATIONSHIPS) {
            if (relationship.referenced() == type && !relationship.manyToMany()) {
                Table referencing = table(relationship.referencing());
                referencing.rows().stream()
                        .filter(row -> row.value(relationship.column())
                                .filter(id::equals)
                                .isPresent())
                        .forEach(row -> referencing.write(
                                row.id(), Map.of(relationship.column(), Optional.empty()), current -> {}));
            }
        }
    }
}
