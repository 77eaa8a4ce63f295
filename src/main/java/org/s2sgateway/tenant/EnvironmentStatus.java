package org.s2sgateway.tenant;

import java.util.Locale;

/** Where an environment stands. Only a disabled one is refused by the gateway. */
public enum EnvironmentStatus {
    PENDING,
    CONNECTED,
    DEGRADED,
    DISABLED;

    /** The word of the API, e.g. {@code pending}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
