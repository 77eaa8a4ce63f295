package org.s2sgateway.tenant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.s2sgateway.audit.AuditEntry;
import org.s2sgateway.audit.AuditEvents;

/**
 * Every tenant that was ever invited. Each change is one transaction together with its audit event; when two people
 * change the same tenant at once, the later one gets {@link jakarta.persistence.OptimisticLockException} and nothing
 * of it stays. Thread-safe.
 */
@ApplicationScoped
public class Tenants {

    @PersistenceContext(unitName = "s2s")
    EntityManager entityManager;

    @Inject
    Environments environments;

    @Inject
    AuditEvents auditEvents;

    public Optional<Tenant> find(UUID tenantId) {
        return Optional.ofNullable(entityManager.find(Tenant.class, tenantId.toString()));
    }

    /** At most {@code limit} tenants behind the given id, in the order of ids; an empty text starts at the first. */
    public List<Tenant> after(String tenantId, int limit) {
        return entityManager
                .createQuery("select t from Tenant t where t.tenantId > :after order by t.tenantId", Tenant.class)
                .setParameter("after", tenantId)
                .setMaxResults(limit)
                .getResultList();
    }

    /**
     * Adds a customer's tenant that has yet to consent.
     *
     * @throws AlreadyThere when the tenant is in the registry, in whatever state
     */
    @Transactional
    public Tenant invite(UUID tenantId, String name, String actor) {
        if (find(tenantId).isPresent()) {
            throw new AlreadyThere("The tenant is in the registry already");
        }
        Tenant tenant = Tenant.invited(tenantId, name, Instant.now());
        entityManager.persist(tenant);
        record("tenant.invited", actor, tenant, "as " + name);
        return flushed(tenant);
    }

    /** Suspends the tenant; a suspended one stays as it is. Empty when there is no such tenant. */
    @Transactional
    public Optional<Tenant> suspend(UUID tenantId, String actor) {
        return find(tenantId).map(tenant -> {
            if (tenant.status() == TenantStatus.SUSPENDED) {
                return tenant;
            }
            TenantStatus before = tenant.status();
            tenant.suspend(Instant.now());
            record(
                    "tenant.suspended",
                    actor,
                    tenant,
                    before.word() + " -> " + tenant.status().word());
            return flushed(tenant);
        });
    }

    /**
     * Lifts a suspension to the state before it, or approves an invited tenant; a consented one stays as it is. Empty
     * when there is no such tenant.
     */
    @Transactional
    public Optional<Tenant> activate(UUID tenantId, String actor) {
        return find(tenantId).map(tenant -> {
            TenantStatus before = tenant.status();
            if (before == TenantStatus.CONSENTED) {
                return tenant;
            }
            boolean suspended = before == TenantStatus.SUSPENDED;
            if (suspended) {
                tenant.reinstate(Instant.now());
            } else {
                tenant.approve(Instant.now());
            }
            String action = suspended ? "tenant.reinstated" : "tenant.approved";
            record(
                    action,
                    actor,
                    tenant,
                    before.word() + " -> " + tenant.status().word());
            return flushed(tenant);
        });
    }

    /**
     * Ends the relation: the tenant is kept as {@code offboarded}, its environments are removed. One that is off-boarded
     * stays as it is. Empty when there is no such tenant.
     */
    @Transactional
    public Optional<Tenant> offboard(UUID tenantId, String actor) {
        // Locked, so that no environment is added to it meanwhile.
        Tenant tenant = entityManager.find(Tenant.class, tenantId.toString(), LockModeType.PESSIMISTIC_WRITE);
        if (tenant != null && tenant.status() != TenantStatus.OFFBOARDED) {
            TenantStatus before = tenant.status();
            environments.removeAll(tenantId, actor);
            tenant.offboard(Instant.now());
            record(
                    "tenant.offboarded",
                    actor,
                    tenant,
                    before.word() + " -> " + tenant.status().word());
            entityManager.flush();
        }
        return Optional.ofNullable(tenant);
    }

    /**
     * Sees to it that the registration's own tenant is there and consented. Two nodes that start together may both try
     * to add it: the loser gets an exception of the database, see {@link HomeTenant}.
     */
    @Transactional
    void home(UUID tenantId, String name) {
        Optional<Tenant> known = find(tenantId);
        if (known.isEmpty()) {
            Tenant tenant = Tenant.home(tenantId, name, Instant.now());
            entityManager.persist(tenant);
            record("tenant.consented", AuditEntry.SYSTEM, tenant, "the home tenant");
        } else if (known.get().status() != TenantStatus.CONSENTED && known.get().status() != TenantStatus.SUSPENDED) {
            TenantStatus before = known.get().status();
            known.get().becomeHome(Instant.now());
            record("tenant.consented", AuditEntry.SYSTEM, known.get(), before.word() + " -> the home tenant");
        }
        entityManager.flush();
    }

    private void record(String action, String actor, Tenant tenant, String detail) {
        auditEvents.record(new AuditEntry(action, actor, Optional.of(tenant.tenantId()), Optional.empty(), detail));
    }

    /** Now, and not when the transaction ends: the caller is told of a lost race by an exception of JPA. */
    private Tenant flushed(Tenant tenant) {
        entityManager.flush();
        return tenant;
    }
}
