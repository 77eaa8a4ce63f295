package org.s2sgateway.simulator.dataverse;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Who wrote a row: the user that counts, and the one that acted for it. */
final class Stamp {

    private Stamp() {}

    /** The columns that are written, and these. */
    static Map<String, Optional<Object>> with(
            Map<String, Optional<Object>> columns, EntityType type, Caller user, boolean creates) {
        Map<String, Optional<Object>> stamped = new HashMap<>(columns);
        if (type.find("_modifiedby_value").isPresent()) {
            put(stamped, "modified", user.systemUserId(), user.actor());
            if (creates) {
                put(stamped, "created", user.systemUserId(), user.actor());
            }
        }
        return stamped;
    }

    private static void put(Map<String, Optional<Object>> columns, String verb, UUID user, Optional<UUID> actor) {
        columns.put("_" + verb + "by_value", Optional.of(user));
        columns.put("_" + verb + "onbehalfby_value", actor.map(Object.class::cast));
    }
}
