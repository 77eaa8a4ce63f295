package org.s2sgateway.token;

import java.util.Objects;
import java.util.UUID;

/** What a token is for. */
record TokenKey(UUID tenantId, String environmentHost) {

    TokenKey {
        Objects.requireNonNull(tenantId);
        Objects.requireNonNull(environmentHost);
    }

    String scope() {
        return audience() + "/.default";
    }

    String audience() {
        return "https://" + environmentHost;
    }
}
