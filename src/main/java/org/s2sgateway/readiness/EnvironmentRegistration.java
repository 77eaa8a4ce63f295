package org.s2sgateway.readiness;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.s2sgateway.dataverse.Probe;
import org.s2sgateway.outbound.Outbound;
import org.s2sgateway.registration.Registration;
import org.s2sgateway.tenant.AllowedHosts;
import org.s2sgateway.tenant.AlreadyThere;
import org.s2sgateway.tenant.Environment;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.tenant.EnvironmentStatus;
import org.s2sgateway.tenant.Environments;
import org.s2sgateway.tenant.Tenant;
import org.s2sgateway.tenant.TenantStatus;

/**
 * Brings an environment into the registry: it has to be allowed, reachable, and of the tenant it is registered for,
 * which Dataverse itself says. What fails after that leaves it registered, with the steps that tell what is missing.
 *
 * <p>Thread-safe; two registrations of the same environment at once end in one.
 */
@ApplicationScoped
public class EnvironmentRegistration {

    @Inject
    AllowedHosts allowedHosts;

    @Inject
    Registration registration;

    @Inject
    Outbound outbound;

    @Inject
    ReadinessLadder ladder;

    @Inject
    Environments environments;

    /** Registers the environment of that host for a tenant and runs the ladder once. */
    public RegistrationOutcome register(Tenant tenant, EnvironmentHost host, String actor) {
        if (!allowedHosts.allows(host)) {
            return new RegistrationOutcome.HostNotAllowed(allowedHosts.patterns());
        }
        if (!registration.isMultiTenant() && !registration.tenantId().equals(tenant.tenantId())) {
            return new RegistrationOutcome.OtherTenant(
                    "In single-tenant mode only environments of the home tenant can be registered.");
        }
        if (tenant.status() == TenantStatus.OFFBOARDED) {
            return new RegistrationOutcome.OtherTenant("The tenant is off-boarded.");
        }
        return environments
                .find(host)
                .map(known -> existing(known, tenant, actor))
                .orElseGet(() -> discover(tenant, host, actor));
    }

    /** Runs the ladder for a registered environment and keeps what it finds. */
    public CheckReport check(Environment environment, TenantStatus tenantStatus, String actor) {
        CheckReport report = ladder.climb(environment.host(), environment.tenantId(), tenantStatus);
        keep(report, actor);
        return report;
    }

    private RegistrationOutcome discover(Tenant tenant, EnvironmentHost host, String actor) {
        return new Probe(outbound.client())
                .ask(host.value())
                .fold(
                        challenge -> ladder.isOf(challenge, tenant.tenantId())
                                ? add(tenant, host, actor)
                                : new RegistrationOutcome.OtherTenant("Dataverse says that the environment belongs to"
                                        + challenge
                                                .tenantId()
                                                .map(it -> " the tenant " + it)
                                                .orElse(" another tenant")
                                        + ", not to " + tenant.tenantId() + "."),
                        RegistrationOutcome.NoAnswer::new);
    }

    private RegistrationOutcome add(Tenant tenant, EnvironmentHost host, String actor) {
        Environment added;
        try {
            added = environments.add(host, tenant.tenantId(), actor);
        } catch (AlreadyThere faster) {
            return environments
                    .find(host)
                    .map(known -> existing(known, tenant, actor))
                    .orElseThrow(() -> faster);
        }
        CheckReport report = ladder.climbOn(host, tenant.tenantId(), tenant.status());
        return new RegistrationOutcome.Registered(keep(report, actor).orElse(added));
    }

    private Optional<Environment> keep(CheckReport report, String actor) {
        return environments.checked(
                report.host(),
                report.steps(),
                report.connected(),
                report.reason().orElse(null),
                actor);
    }

    // Whoever asks again has put something right: what is not connected is looked at anew.
    private RegistrationOutcome existing(Environment known, Tenant tenant, String actor) {
        if (!known.tenantId().equals(tenant.tenantId())) {
            return new RegistrationOutcome.OtherTenant("The environment is registered for another tenant.");
        }
        if (known.status() == EnvironmentStatus.CONNECTED || known.status() == EnvironmentStatus.DISABLED) {
            return new RegistrationOutcome.AlreadyRegistered(known);
        }
        CheckReport report = ladder.climb(known.host(), known.tenantId(), tenant.status());
        return new RegistrationOutcome.AlreadyRegistered(keep(report, actor).orElse(known));
    }
}
