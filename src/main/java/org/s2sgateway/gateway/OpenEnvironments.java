package org.s2sgateway.gateway;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.tenant.Environment;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.tenant.EnvironmentStatus;
import org.s2sgateway.tenant.Environments;
import org.s2sgateway.tenant.Tenant;
import org.s2sgateway.tenant.TenantStatus;
import org.s2sgateway.tenant.Tenants;

/** Which environments calls may go to at this moment. Thread-safe. */
@ApplicationScoped
public class OpenEnvironments {

    @Inject
    Environments environments;

    @Inject
    Tenants tenants;

    /**
     * The environment of that host. Pending and degraded ones are open too: that they do not work yet, or no longer, is
     * what a call would find out.
     */
    Environment require(EnvironmentHost host) {
        Environment environment = environments.find(host).orElseThrow(() -> unknown(host));
        if (environment.status() == EnvironmentStatus.DISABLED) {
            throw new Refusal(
                    ProblemType.ENVIRONMENT_DISABLED,
                    "The environment " + host.value()
                            + " is disabled here; an operator of the gateway can activate it.");
        }
        Tenant tenant = tenants.find(environment.tenantId()).orElseThrow(() -> unknown(host));
        if (tenant.status() == TenantStatus.SUSPENDED) {
            throw new Refusal(
                    ProblemType.TENANT_SUSPENDED,
                    "The tenant " + tenant.tenantId()
                            + " is suspended here; an operator of the gateway can lift the suspension.");
        }
        if (tenant.status() != TenantStatus.CONSENTED) {
            throw new Refusal(
                    ProblemType.CONSENT_REQUIRED,
                    "The tenant " + tenant.tenantId()
                            + " has not consented to this application; an administrator of that tenant has to.");
        }
        return environment;
    }

    private static Refusal unknown(EnvironmentHost host) {
        return new Refusal(
                ProblemType.UNKNOWN_ENVIRONMENT,
                "No environment " + host.value()
                        + " is registered here; POST /api/tenants/{tenantId}/environments registers one.");
    }
}
