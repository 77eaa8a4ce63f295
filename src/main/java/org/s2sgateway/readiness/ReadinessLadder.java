package org.s2sgateway.readiness;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import org.s2sgateway.dataverse.Challenge;
import org.s2sgateway.dataverse.Probe;
import org.s2sgateway.dataverse.SmallRead;
import org.s2sgateway.diagnosis.Dictionary;
import org.s2sgateway.outbound.Outbound;
import org.s2sgateway.registration.Cloud;
import org.s2sgateway.registration.Registration;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.tenant.AllowedHosts;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.tenant.TenantStatus;
import org.s2sgateway.token.TokenBroker;

/**
 * The readiness ladder: ten steps from "the host is allowed" to "impersonation is possible", each with its outcome and,
 * where it failed, who has to do what. It stops at the first step that fails, never waits for propagation, and takes
 * at most about half a minute.
 *
 * <p>Thread-safe. It changes nothing; storing what it found is its caller's business.
 */
@ApplicationScoped
public class ReadinessLadder {

    private static final String WHO_AM_I = "WhoAmI";
    private static final String HARMLESS_READ = "accounts?$select=accountid&$top=1";

    @Inject
    AllowedHosts allowedHosts;

    @Inject
    Registration registration;

    @Inject
    Outbound outbound;

    @Inject
    TokenBroker tokens;

    /** Climbs for an environment of the given tenant, which is in the given state. */
    public CheckReport climb(EnvironmentHost host, UUID tenantId, TenantStatus tenantStatus) {
        Climb climb = new Climb();
        // No request goes to a host that is not allowed, not even the probe.
        if (!allowedHosts.allows(host)) {
            climb.failed(Step.HOST, Dictionary.diagnose("S2S.HostNotAllowed"));
        } else {
            new Probe(outbound.client())
                    .ask(host.value())
                    .fold(
                            challenge -> tenant(challenge, tenantId, climb.passed(Step.HOST)),
                            diagnosis -> climb.failed(Step.HOST, diagnosis));
        }
        return goOn(climb, host, tenantId, tenantStatus);
    }

    /** Climbs on from step 3, where the first two have just been shown. */
    CheckReport climbOn(EnvironmentHost host, UUID tenantId, TenantStatus tenantStatus) {
        return goOn(new Climb().passed(Step.HOST, Step.TENANT), host, tenantId, tenantStatus);
    }

    /** Whether an environment with that challenge is the given tenant's. */
    boolean isOf(Challenge challenge, UUID tenantId) {
        return registration.cloud() == Cloud.AD_FS
                // AD FS has no tenants: whoever signs in there is of the home tenant.
                ? registration.tenantId().equals(tenantId)
                : challenge.tenantId().filter(tenantId::equals).isPresent();
    }

    private CheckReport goOn(Climb climb, EnvironmentHost host, UUID tenantId, TenantStatus tenantStatus) {
        if (!climb.hasFailed()) {
            consent(tenantStatus, climb);
        }
        if (!climb.hasFailed()) {
            enter(host, tenantId, climb);
        }
        return new CheckReport(host, climb.connected(), climb.steps());
    }

    private Climb tenant(Challenge challenge, UUID tenantId, Climb climb) {
        return isOf(challenge, tenantId)
                ? climb.passed(Step.TENANT)
                : climb.failed(Step.TENANT, Dictionary.diagnose("S2S.OtherTenant"));
    }

    private static void consent(TenantStatus status, Climb climb) {
        if (status == TenantStatus.CONSENTED) {
            climb.passed(Step.CONSENT);
        } else {
            climb.failed(
                    Step.CONSENT,
                    Dictionary.diagnose(
                            status == TenantStatus.SUSPENDED ? "S2S.TenantSuspended" : "S2S.ConsentRequired"));
        }
    }

    private void enter(EnvironmentHost host, UUID tenantId, Climb climb) {
        // What somebody has just put right must show now, not when an earlier refusal has been held off long enough.
        tokens.forget(tenantId, host.value());
        tokens.token(tenantId, host.value())
                .fold(
                        issued -> use(host, issued.token().value(), climb.passed(Step.TOKEN)),
                        missing -> climb.failed(Step.TOKEN, missing.diagnosis()),
                        refused -> climb.failed(Step.TOKEN, refused.diagnosis()),
                        unavailable -> climb.failed(Step.TOKEN, unavailable.diagnosis()));
    }

    private Climb use(EnvironmentHost host, Secret token, Climb climb) {
        SmallRead dataverse = new SmallRead(outbound.client());
        Inference.fromWhoAmI(dataverse.get(host.value(), WHO_AM_I, token), climb);
        if (!climb.hasFailed()) {
            Inference.fromRead(dataverse.get(host.value(), HARMLESS_READ, token), climb);
        }
        return climb;
    }
}
