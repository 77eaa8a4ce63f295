package org.s2sgateway.grants;

import java.util.Map;
import java.util.Set;

/**
 * Actions that are named for the operation, while it is any table whose rows they write: so they need to be granted for the
 * table as well.
 *
 * @see <a href="https://learn.microsoft.com/power-apps/developer/data-platform/bulk-operations">Use bulk operation
 *     messages</a>
 */
final class BulkOperations {

    /** The parameter that has the rows. */
    static final String ROWS = "Targets";

    private static final Map<String, Set<Verb>> VERBS = Map.of(
            "CreateMultiple", Set.of(Verb.CREATE),
            "UpdateMultiple", Set.of(Verb.UPDATE),
            "UpsertMultiple", Set.of(Verb.CREATE, Verb.UPDATE),
            "DeleteMultiple", Set.of(Verb.DELETE));

    private BulkOperations() {}

    /** What it does to the rows; nothing, if it is another operation. */
    static Set<Verb> verbs(String operation) {
        return VERBS.getOrDefault(operation, Set.of());
    }
}
