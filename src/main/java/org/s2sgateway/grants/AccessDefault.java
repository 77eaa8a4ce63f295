package org.s2sgateway.grants;

import java.util.Optional;
import org.s2sgateway.settings.Settings;

/** What a consumer may do that has no grant. */
public enum AccessDefault {
    /** What its app roles say. */
    ROLES,
    /** Nothing. */
    DENY;

    /** Reads {@code s2s.access.default}; empty where it is wrong. */
    public static Optional<AccessDefault> from(Settings settings) {
        return settings.find("s2s.access.default", "roles", AccessDefault::parse);
    }

    private static AccessDefault parse(String text) {
        return switch (text) {
            case "roles" -> ROLES;
            case "deny" -> DENY;
            default -> throw new IllegalArgumentException("has to be roles or deny");
        };
    }
}
