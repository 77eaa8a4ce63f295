package org.s2sgateway.simulator.dataverse;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** GUIDs in the one form that Dataverse takes in addresses: 8-4-4-4-12 hexadecimal digits. */
final class Guids {

    private static final Pattern GUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private Guids() {}

    static Optional<UUID> parse(String text) {
        return GUID.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
