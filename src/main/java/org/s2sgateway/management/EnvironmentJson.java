package org.s2sgateway.management;

import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.tenant.Environment;
import org.s2sgateway.tenant.ReadinessStep;

/** An environment as the API shows it. */
@Schema(name = "Environment")
@JsonbPropertyOrder({"host", "url", "tenantId", "status", "reason", "steps"})
@JsonbNillable
public record EnvironmentJson(
        String host,
        String url,
        UUID tenantId,
        String status,
        @Schema(nullable = true) @Nullable String reason,
        List<ReadinessStep> steps) {

    static EnvironmentJson of(Environment environment) {
        return new EnvironmentJson(
                environment.host().value(),
                environment.host().url(),
                environment.tenantId(),
                environment.status().word(),
                environment.reason().orElse(null),
                environment.steps());
    }
}
