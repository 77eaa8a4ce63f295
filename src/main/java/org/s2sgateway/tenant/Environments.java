package org.s2sgateway.tenant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.audit.AuditEntry;

/**
 * Every registered environment, by its host. Each change is one transaction together with its audit event; when two
 * people change the same environment at once, the later one gets {@link jakarta.persistence.OptimisticLockException}
 * and nothing of it stays. Lists are in the order of hosts; an empty text starts at the first. Thread-safe.
 */
@ApplicationScoped
public class Environments {

    @PersistenceContext(unitName = "s2s")
    EntityManager entityManager;

    @Inject
    RegistryChanges changes;

    public Optional<Environment> find(EnvironmentHost host) {
        return Optional.ofNullable(entityManager.find(Environment.class, host.value()));
    }

    /** The same, and nobody else changes it before the transaction ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<Environment> findForChange(EnvironmentHost host) {
        return Optional.ofNullable(entityManager.find(Environment.class, host.value(), LockModeType.PESSIMISTIC_WRITE));
    }

    /** At most {@code limit} environments behind the given host. */
    public List<Environment> after(String host, int limit) {
        return entityManager
                .createQuery("select e from Environment e where e.host > :after order by e.host", Environment.class)
                .setParameter("after", host)
                .setMaxResults(limit)
                .getResultList();
    }

    /** The same, of one tenant. */
    public List<Environment> after(String host, UUID tenantId, int limit) {
        return entityManager
                .createQuery(
                        "select e from Environment e where e.tenantId = :tenantId and e.host > :after order by e.host",
                        Environment.class)
                .setParameter("tenantId", tenantId.toString())
                .setParameter("after", host)
                .setMaxResults(limit)
                .getResultList();
    }

    /** The same, of those that a call can be forwarded to: not disabled, and of a consented tenant. */
    public List<Environment> reachableAfter(String host, int limit) {
        return entityManager
                .createQuery(
                        "select e from Environment e, Tenant t where t.tenantId = e.tenantId and t.status = :consented"
                                + " and e.status <> :disabled and e.host > :after order by e.host",
                        Environment.class)
                .setParameter("consented", TenantStatus.CONSENTED)
                .setParameter("disabled", EnvironmentStatus.DISABLED)
                .setParameter("after", host)
                .setMaxResults(limit)
                .getResultList();
    }

    /**
     * Adds an environment, pending.
     *
     * @throws AlreadyThere when the host is in the registry, of whatever tenant
     * @throws WrongState when the tenant is unknown or off-boarded
     */
    @Transactional
    public Environment add(EnvironmentHost host, UUID tenantId, String actor) {
        // Locked, so that it is not off-boarded meanwhile.
        Tenant tenant = entityManager.find(Tenant.class, tenantId.toString(), LockModeType.PESSIMISTIC_WRITE);
        if (tenant == null || tenant.status() == TenantStatus.OFFBOARDED) {
            throw new WrongState("The tenant is not in the registry, or off-boarded");
        }
        if (find(host).isPresent()) {
            throw new AlreadyThere("The environment is in the registry already");
        }
        Environment environment = new Environment(host, tenantId);
        entityManager.persist(environment);
        record("environment.added", actor, environment, environment.status().word());
        return flushed(environment);
    }

    /** Keeps what the readiness ladder found. Empty when there is no such environment. */
    @Transactional
    public Optional<Environment> checked(
            EnvironmentHost host, List<ReadinessStep> steps, boolean connected, @Nullable String reason, String actor) {
        return find(host).map(environment -> {
            EnvironmentStatus before = environment.status();
            environment.checked(steps, connected, reason);
            String found = connected || reason == null ? "" : ": " + reason;
            record("environment.checked", actor, environment, change(before, environment) + found);
            return flushed(environment);
        });
    }

    /** Disables the environment; a disabled one stays as it is. Empty when there is no such environment. */
    @Transactional
    public Optional<Environment> disable(EnvironmentHost host, String actor) {
        return find(host).map(environment -> {
            if (environment.status() == EnvironmentStatus.DISABLED) {
                return environment;
            }
            EnvironmentStatus before = environment.status();
            environment.disable();
            record("environment.disabled", actor, environment, change(before, environment));
            return flushed(environment);
        });
    }

    /** Opens a disabled environment, which is pending then; any other stays as it is. Empty when there is none. */
    @Transactional
    public Optional<Environment> activate(EnvironmentHost host, String actor) {
        return find(host).map(environment -> {
            if (environment.status() != EnvironmentStatus.DISABLED) {
                return environment;
            }
            environment.activate();
            record("environment.activated", actor, environment, change(EnvironmentStatus.DISABLED, environment));
            return flushed(environment);
        });
    }

    /** Takes the environment out of the registry and says whether it was there. */
    @Transactional
    public boolean remove(EnvironmentHost host, String actor) {
        Optional<Environment> environment = find(host);
        environment.ifPresent(present -> remove(present, actor));
        entityManager.flush();
        return environment.isPresent();
    }

    /** The same, unless it is disabled at that very moment. */
    @Transactional
    public boolean removeOpen(EnvironmentHost host, String actor) {
        Optional<Environment> environment =
                findForChange(host).filter(present -> present.status() != EnvironmentStatus.DISABLED);
        environment.ifPresent(present -> remove(present, actor));
        entityManager.flush();
        return environment.isPresent();
    }

    /** Takes all environments of a tenant out of the registry. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void removeAll(UUID tenantId, String actor) {
        entityManager
                .createQuery("select e from Environment e where e.tenantId = :tenantId", Environment.class)
                .setParameter("tenantId", tenantId.toString())
                .getResultList()
                .forEach(environment -> remove(environment, actor));
    }

    private void remove(Environment environment, String actor) {
        record(
                "environment.removed",
                actor,
                environment,
                "was " + environment.status().word());
        entityManager.remove(environment);
    }

    private void record(String action, String actor, Environment environment, String detail) {
        changes.record(new AuditEntry(
                action,
                actor,
                Optional.of(environment.tenantId()),
                Optional.of(environment.host().value()),
                detail));
    }

    private static String change(EnvironmentStatus before, Environment environment) {
        return before.word() + " -> " + environment.status().word();
    }

    /** Now, and not when the transaction ends: the caller is told of a lost race by an exception of JPA. */
    private Environment flushed(Environment environment) {
        entityManager.flush();
        return environment;
    }
}
