package org.s2sgateway.simulator.dataverse;

import java.util.ArrayList;
import java.util.List;

/**
 * A relationship of two tables.
 *
 * @param navigation single-valued property of the referencing table; of a relationship of many to many a collection
 * @param column lookup column of the referencing table; empty for many to many
 * @param collection collection-valued property of the referenced table
 */
record Relationship(
        String schemaName,
        EntityType referencing,
        String navigation,
        String column,
        EntityType referenced,
        String collection) {

    static Relationship lookup(String schemaName, EntityType referencing, String attribute, EntityType referenced) {
        return new Relationship(schemaName, referencing, attribute, "_" + attribute + "_value", referenced, schemaName);
    }

    static Relationship manyToMany(String schemaName, EntityType one, EntityType other) {
        return new Relationship(schemaName, one, schemaName, "", other, schemaName);
    }

    boolean manyToMany() {
        return column.isEmpty();
    }

    List<Navigation> navigations(EntityType type) {
        List<Navigation> navigations = new ArrayList<>();
        if (referencing == type) {
            navigations.add(new Navigation(this, true));
        }
        if (referenced == type) {
            navigations.add(new Navigation(this, false));
        }
        return navigations;
    }
}
