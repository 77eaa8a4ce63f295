package org.s2sgateway.management;

import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.audit.AuditEvent;

/** An audit event as the API shows it. */
@Schema(name = "Event")
@JsonbPropertyOrder({"id", "at", "tenantId", "environment", "action", "actor", "detail"})
@JsonbNillable
public record EventJson(
        long id,
        Instant at,
        @Schema(nullable = true, format = "uuid") @Nullable String tenantId,
        @Schema(nullable = true) @Nullable String environment,
        String action,
        String actor,
        String detail) {

    static EventJson of(AuditEvent event) {
        return new EventJson(
                event.id(),
                event.at(),
                event.tenantId().orElse(null),
                event.environment().orElse(null),
                event.action(),
                event.actor(),
                event.detail());
    }
}
