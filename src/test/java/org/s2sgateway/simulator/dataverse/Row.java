package org.s2sgateway.simulator.dataverse;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A row as it is at one moment; columns without a value are absent. */
record Row(UUID id, long version, long position, Map<String, Object> values) {

    Row {
        values = Collections.unmodifiableMap(new HashMap<>(values));
    }

    Optional<Object> value(String column) {
        return Optional.ofNullable(values.get(column));
    }

    String etag() {
        return "W/\"" + version + "\"";
    }
}
