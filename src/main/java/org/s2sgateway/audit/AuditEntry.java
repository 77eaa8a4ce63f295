package org.s2sgateway.audit;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What is to be remembered of one change: what was done ({@code tenant.suspended}), by whom (a consumer's id, or
 * {@link #SYSTEM}), to which tenant and environment, and in which way. Never holds a secret or a body.
 */
public record AuditEntry(
        String action, String actor, Optional<UUID> tenantId, Optional<String> environment, String detail) {

    /** The actor of what the gateway does by itself. */
    public static final String SYSTEM = "system";

    public AuditEntry {
        Objects.requireNonNull(tenantId);
        Objects.requireNonNull(environment);
        Objects.requireNonNull(detail);
        if (action.isBlank() || actor.isBlank()) {
            throw new IllegalArgumentException("An audit entry says what was done and by whom");
        }
    }
}
