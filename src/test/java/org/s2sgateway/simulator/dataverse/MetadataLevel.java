package org.s2sgateway.simulator.dataverse;

import java.util.Locale;
import org.s2sgateway.simulator.wire.Call;

/** How much control information a JSON answer has (OData JSON format 4.0, section 3.1). */
enum MetadataLevel {
    NONE,
    MINIMAL,
    FULL;

    static MetadataLevel of(Call call) {
        String accepted = String.join(",", call.headers("Accept")).toLowerCase(Locale.ROOT);
        if (accepted.contains("odata.metadata=full")) {
            return FULL;
        }
        return accepted.contains("odata.metadata=none") ? NONE : MINIMAL;
    }

    String contentType() {
        return "application/json; odata.metadata=" + name().toLowerCase(Locale.ROOT);
    }
}
