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
    RegistryChanges changes;

    public Optional<Tenant> find(UUID tenantId) {
        return Optional.ofNullable(entityManager.find(Tenant.class, tenantId.toString()));
    }

    /** The same, and nobody else changes it before the transaction ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<Tenant> findForChange(UUID tenantId) {
        return Optional.ofNullable(
                entityManager.find(Tenant.class, tenantId.toString(), LockModeType.PESSIMISTIC_WRITE));
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
        Tenant tenant = added(tenantId, name);
        record("tenant.invited", actor, tenant, "as " + name);
        return flushed(tenant);
    }

    /**
     * A proven consent by a person with standing: the tenant is added where it is missing, and consented. Two browsers
     * that end the same onboarding at once may both try to add it: the loser gets an exception of the database.
     *
     * @param name what to call a tenant that was not in the registry
     * @param consenter who may speak for the tenant from now on; absent where the person's standing is narrower
     * @param how what the standing is, for the audit
     * @throws WrongState when the tenant is suspended or off-boarded
     */
    @Transactional
    public Tenant consented(UUID tenantId, String name, Optional<UUID> consenter, String actor, String how) {
        Tenant tenant = findForChange(tenantId).orElseGet(() -> added(tenantId, name));
        if (tenant.status() == TenantStatus.CONSENTED) {
            // Another look of the same person was faster.
            return tenant;
        }
        TenantStatus before = tenant.status();
        tenant.consent(consenter, Instant.now());
        record("tenant.consented", actor, tenant, change(before, tenant) + ", " + how);
        return flushed(tenant);
    }

    /**
     * A proven consent by a person without standing: the tenant is added where it is missing, and waits for an
     * operator's approval. As {@link #consented} otherwise.
     */
    @Transactional
    public Tenant approvalAwaited(UUID tenantId, String name, UUID consenter, String actor) {
        Tenant tenant = findForChange(tenantId).orElseGet(() -> added(tenantId, name));
        if (tenant.awaitsApproval()) {
            return tenant;
        }
        tenant.awaitApproval(consenter, Instant.now());
        record("tenant.approval-awaited", actor, tenant, "consented to by a person without standing");
        return flushed(tenant);
    }

    /** The tenant's own administrator ends the relation; a new consent begins it again. Empty when there is none. */
    @Transactional
    public Optional<Tenant> disconnect(UUID tenantId, String actor) {
        // Locked: a form may be sent twice at once.
        return findForChange(tenantId).map(tenant -> {
            if (tenant.status() == TenantStatus.CONSENT_REVOKED) {
                return tenant;
            }
            TenantStatus before = tenant.status();
            tenant.revokeConsent(Instant.now());
            record("tenant.disconnected", actor, tenant, change(before, tenant));
            return flushed(tenant);
        });
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
            record("tenant.suspended", actor, tenant, change(before, tenant));
            return flushed(tenant);
        });
    }

    /**
     * Lifts a suspension to the state before it, or approves a consent that waits; a consented tenant stays as it is.
     * Empty when there is no such tenant.
     *
     * @throws WrongState when there is neither
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
            record(action, actor, tenant, change(before, tenant));
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
        Optional<Tenant> found = findForChange(tenantId);
        found.filter(tenant -> tenant.status() != TenantStatus.OFFBOARDED).ifPresent(tenant -> {
            TenantStatus before = tenant.status();
            environments.removeAll(tenantId, actor);
            tenant.offboard(Instant.now());
            record("tenant.offboarded", actor, tenant, change(before, tenant));
            entityManager.flush();
        });
        return found;
    }

    /**
     * The same, and erases the tenant's persons from its events and from the registry, also where it was off-boarded before:
     * else the audit keeps who did what.
     */
    @Transactional
    public Optional<Tenant> offboardAndErasePersons(UUID tenantId, String actor) {
        Optional<Tenant> found = offboard(tenantId, actor);
        found.ifPresent(tenant -> {
            tenant.forgetConsenter();
            changes.erasePersons(tenantId, actor);
        });
        return found;
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

    private Tenant added(UUID tenantId, String name) {
        Tenant tenant = Tenant.invited(tenantId, name, Instant.now());
        entityManager.persist(tenant);
        return tenant;
    }

    private static String change(TenantStatus before, Tenant tenant) {
        return before.word() + " -> " + tenant.status().word();
    }

    private void record(String action, String actor, Tenant tenant, String detail) {
        changes.record(new AuditEntry(action, actor, Optional.of(tenant.tenantId()), Optional.empty(), detail));
    }

    /** Now, and not when the transaction ends: the caller is told of a lost race by an exception of JPA. */
    private Tenant flushed(Tenant tenant) {
        entityManager.flush();
        return tenant;
    }
}
