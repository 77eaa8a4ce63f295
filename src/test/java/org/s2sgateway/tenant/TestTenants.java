package org.s2sgateway.tenant;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tenants and environments as other packages' tests need them. */
public final class TestTenants {

    private TestTenants() {}

    public static Tenant invited(UUID tenantId, String name, Instant at) {
        return Tenant.invited(tenantId, name, at);
    }

    public static Environment environment(String host, UUID tenantId) {
        return new Environment(EnvironmentHost.parse(host), tenantId);
    }

    public static Environment checked(
            String host, UUID tenantId, List<ReadinessStep> steps, boolean connected, @Nullable String reason) {
        Environment environment = environment(host, tenantId);
        environment.checked(steps, connected, reason);
        return environment;
    }
}
