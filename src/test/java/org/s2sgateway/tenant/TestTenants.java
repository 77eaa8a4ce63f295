package org.s2sgateway.tenant;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.audit.TestAuditEvents;
import org.s2sgateway.testing.FiredEvents;

/** Tenants and environments as other packages' tests need them. */
public final class TestTenants {

    private TestTenants() {}

    /** The registry's tenants outside a container: transactions are the test's. */
    public static Tenants with(EntityManager entityManager) {
        Tenants tenants = new Tenants();
        tenants.entityManager = entityManager;
        tenants.changes = changesWith(entityManager);
        return tenants;
    }

    /** Its environments likewise. */
    public static Environments environmentsWith(EntityManager entityManager) {
        Environments environments = new Environments();
        environments.entityManager = entityManager;
        environments.changes = changesWith(entityManager);
        return environments;
    }

    /** Remembers changes; nobody listens. */
    static RegistryChanges changesWith(EntityManager entityManager) {
        var changes = new RegistryChanges();
        changes.auditEvents = TestAuditEvents.with(entityManager);
        changes.told = new FiredEvents<>();
        changes.erased = new FiredEvents<>();
        return changes;
    }

    public static Tenant invited(UUID tenantId, String name, Instant at) {
        return Tenant.invited(tenantId, name, at);
    }

    /** Connected by that person's consent. */
    public static Tenant consentedBy(UUID tenantId, UUID person) {
        Tenant tenant = invited(tenantId, "A customer", Instant.EPOCH);
        tenant.consent(Optional.of(person), Instant.EPOCH);
        return tenant;
    }

    /** Waiting for an operator, since that person's consent has no standing behind it. */
    public static Tenant awaitingApprovalOf(UUID tenantId, UUID person) {
        Tenant tenant = invited(tenantId, "A customer", Instant.EPOCH);
        tenant.awaitApproval(person, Instant.EPOCH);
        return tenant;
    }

    public static Tenant disconnectedAfterConsentBy(UUID tenantId, UUID person) {
        Tenant tenant = consentedBy(tenantId, person);
        tenant.revokeConsent(Instant.EPOCH);
        return tenant;
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
