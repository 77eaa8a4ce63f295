package org.s2sgateway.management;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.s2sgateway.tenant.Tenant;

/** A tenant as the API shows it. */
@Schema(name = "Tenant")
@JsonbPropertyOrder({"tenantId", "name", "status", "createdAt", "updatedAt"})
public record TenantJson(UUID tenantId, String name, String status, Instant createdAt, Instant updatedAt) {

    static TenantJson of(Tenant tenant) {
        return new TenantJson(
                tenant.tenantId(), tenant.name(), tenant.status().word(), tenant.createdAt(), tenant.updatedAt());
    }
}
