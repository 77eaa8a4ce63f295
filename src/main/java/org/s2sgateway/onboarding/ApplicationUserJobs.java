package org.s2sgateway.onboarding;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
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
import org.s2sgateway.diagnosis.Diagnosis;
import org.s2sgateway.tenant.Environment;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.tenant.EnvironmentStatus;
import org.s2sgateway.tenant.Environments;
import org.s2sgateway.tenant.PersonsErased;
import org.s2sgateway.tenant.Tenant;
import org.s2sgateway.tenant.TenantStatus;
import org.s2sgateway.tenant.Tenants;

/** How far the making of each environment's application user has come; one at a time for each. Thread-safe. */
@ApplicationScoped
public class ApplicationUserJobs {

    @PersistenceContext(unitName = "s2s")
    EntityManager entityManager;

    @Inject
    AuditEvents auditEvents;

    @Inject
    Environments environments;

    @Inject
    Tenants tenants;

    /** Why nothing may be done in the tenant's environment, or nothing any more: the code for it. */
    @Transactional
    public Optional<String> closed(EnvironmentHost host, UUID tenantId) {
        TenantStatus status = tenants.find(tenantId).map(Tenant::status).orElse(TenantStatus.OFFBOARDED);
        if (status != TenantStatus.CONSENTED) {
            return Optional.of(Onboarding.closed(status).map(Diagnosis::code).orElse("S2S.ConsentRequired"));
        }
        return environments
                .find(host)
                .filter(known -> known.tenantId().equals(tenantId))
                .map(known -> known.status() == EnvironmentStatus.DISABLED
                        ? Optional.of("S2S.EnvironmentDisabled")
                        : Optional.<String>empty())
                .orElse(Optional.of("S2S.UnknownEnvironment"));
    }

    /** The environment as it is now. */
    @Transactional
    public Optional<Environment> environment(EnvironmentHost host) {
        return environments.find(host);
    }

    public Optional<ApplicationUserJob> find(EnvironmentHost host) {
        return Optional.ofNullable(entityManager.find(ApplicationUserJob.class, host.value()));
    }

    /**
     * Begins a run, unless one is running, on whatever node. Its id is what the other methods go by: a run that was silent for
     * so long that another one took its place changes nothing any more.
     */
    @Transactional
    public Optional<UUID> begin(EnvironmentHost host, UUID tenantId, String phase, String actor) {
        // Its row is there before any run of it: whoever begins at the same time waits here, and no insert is lost.
        if (environments.findForChange(host).isEmpty()) {
            return Optional.empty();
        }
        Instant now = Instant.now();
        ApplicationUserJob known =
                entityManager.find(ApplicationUserJob.class, host.value(), LockModeType.PESSIMISTIC_WRITE);
        if (known != null && known.isRunning(now)) {
            return Optional.empty();
        }
        UUID run = UUID.randomUUID();
        if (known == null) {
            entityManager.persist(new ApplicationUserJob(host.value(), tenantId, run, phase, actor, now));
        } else {
            known.begin(tenantId, run, phase, actor, now);
        }
        record("application-user.setup-started", actor, tenantId, host, "");
        entityManager.flush();
        return Optional.of(run);
    }

    /** The run has come so far; false where it is not the one that goes on. */
    @Transactional
    public boolean reach(EnvironmentHost host, UUID run, String phase) {
        Optional<ApplicationUserJob> job = running(host, run);
        job.ifPresent(it -> it.reach(phase, Instant.now()));
        return job.isPresent();
    }

    /** The run waits for something, and lives. */
    @Transactional
    public void breathe(EnvironmentHost host, UUID run) {
        running(host, run).ifPresent(job -> job.reach(job.phase(), Instant.now()));
    }

    /** Keeps what was made. */
    @Transactional
    public void made(EnvironmentHost host, UUID run, String fullName, List<String> roles) {
        running(host, run).ifPresent(job -> job.made(fullName, String.join(", ", roles)));
    }

    /** Ends with the code of what went wrong, or an empty one. */
    @Transactional
    public void end(EnvironmentHost host, UUID run, String code, String detail, String actor) {
        running(host, run).ifPresent(job -> {
            job.end(code, Instant.now());
            String action = code.isEmpty() ? "application-user.ready" : "application-user.setup-failed";
            record(action, actor, job.tenantId(), host, detail);
        });
    }

    @Transactional
    void forget(@Observes PersonsErased tenant) {
        entityManager
                .createQuery("delete from ApplicationUserJob j where j.tenantId = :tenant")
                .setParameter("tenant", tenant.tenantId().toString())
                .executeUpdate();
    }

    private Optional<ApplicationUserJob> running(EnvironmentHost host, UUID run) {
        return find(host).filter(job -> job.isRun(run));
    }

    private void record(String action, String actor, UUID tenantId, EnvironmentHost host, String detail) {
        auditEvents.record(new AuditEntry(action, actor, Optional.of(tenantId), Optional.of(host.value()), detail));
    }
}
