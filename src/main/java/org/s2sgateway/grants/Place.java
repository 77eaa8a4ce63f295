package org.s2sgateway.grants;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.odata.EdmOperation;
import org.s2sgateway.odata.EdmType;

/**
 * Where a path leads.
 *
 * @param type of what is there; null where it has no properties
 * @param tables of what is there: of a column, its row's
 * @param source of the row whose navigation property led here, and of what an operation is bound to; empty where there is
 *     neither
 * @param operation that the path ends with; null where it ends with none
 */
record Place(
        Kind kind, @Nullable EdmType type, Set<String> tables, Set<String> source, @Nullable EdmOperation operation) {

    enum Kind {
        ROOT,
        SCHEMA,
        METADATA,
        SET,
        ROW,
        COLUMN,
        VALUE,
        COUNT,
        REFERENCES,
        OPERATION
    }

    static Place of(Kind kind) {
        return new Place(kind, null, Set.of(), Set.of(), null);
    }

    /** The same rows, looked at in another way. */
    Place as(Kind other) {
        return new Place(other, type, tables, source, null);
    }

    Place withType(@Nullable EdmType other, Set<String> itsTables) {
        return new Place(kind, other, itsTables, source, null);
    }
}
