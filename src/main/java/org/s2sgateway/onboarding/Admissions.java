package org.s2sgateway.onboarding;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;
import org.s2sgateway.diagnosis.Diagnosis;
import org.s2sgateway.diagnosis.Dictionary;
import org.s2sgateway.identity.SignedIn;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.tenant.Tenant;
import org.s2sgateway.tenant.TenantStatus;
import org.s2sgateway.tenant.Tenants;

/**
 * Decides what a proven consent comes to, in the transaction that makes the tenant consented: to prove it takes a while,
 * and what the person's word rests on may have been taken back meanwhile. Thread-safe.
 */
@ApplicationScoped
public class Admissions {

    private static final int LONGEST_NAME = 200;

    @Inject
    OnboardingConfig config;

    @Inject
    Tenants tenants;

    @Inject
    Invitations invitations;

    /**
     * Makes the tenant consented, or has it wait for an operator's approval. The caller has proven the consent.
     *
     * @return what stands in the way; empty where the tenant is consented now
     */
    @Transactional
    Optional<Stage> admit(SignedIn person, ConsentRequest granted) {
        Optional<Tenant> tenant = tenants.findForChange(person.tenantId());
        Optional<Diagnosis> closed =
                tenant.flatMap(it -> Onboarding.closed(it.status())).or(() -> uninvited(person, granted));
        if (closed.isPresent()) {
            return closed.map(Stage.Stuck::new);
        }
        if (tenant.filter(it -> it.tookBack(granted.changedAt())).isPresent()) {
            return Optional.of(new Stage.NotBegun());
        }
        Optional<Standing> standing = standing(person, tenant, granted.host(), invitations.vouchesForNow(person));
        if (standing.isPresent()) {
            consented(person, name(granted), standing.get());
            return Optional.empty();
        }
        return Optional.of(withoutStanding(person, tenant, name(granted)));
    }

    /** Why nobody may go on with the request where environments are connected by invitation only, if nobody may. */
    @Transactional
    Optional<Diagnosis> uninvited(SignedIn person, ConsentRequest request) {
        if (config.open()) {
            return Optional.empty();
        }
        return request.invitation()
                .map(id -> invitations.isStillFor(id, person)
                        ? Optional.<String>empty()
                        : Optional.of("S2S.InvitationVoid"))
                .orElse(Optional.of("S2S.InvitationNeeded"))
                .map(Dictionary::diagnose);
    }

    /** Whether the tenant waits for an operator, which this person cannot change. */
    @Transactional
    boolean awaitsApproval(SignedIn person, EnvironmentHost host) {
        Optional<Tenant> tenant = tenants.find(person.tenantId());
        return tenant.filter(Tenant::awaitsApproval).isPresent()
                && standing(person, tenant, host, invitations.vouchesFor(person))
                        .isEmpty();
    }

    // An administrator took the consent back: one environment's administrator cannot give it again for all of them.
    private Optional<Standing> standing(
            SignedIn person, Optional<Tenant> tenant, EnvironmentHost host, boolean invited) {
        boolean again =
                tenant.filter(it -> it.status() == TenantStatus.CONSENT_REVOKED).isPresent();
        return Standing.of(person, tenant, invited, host).filter(it -> it.isTenantWide() || !again);
    }

    private void consented(SignedIn person, String name, Standing standing) {
        Optional<UUID> consenter = standing.makesConsenter() ? Optional.of(person.objectId()) : Optional.empty();
        tenants.consented(person.tenantId(), name, consenter, person.actor(), "shown by " + standing.word());
    }

    private Stage withoutStanding(SignedIn person, Optional<Tenant> tenant, String name) {
        if (tenant.filter(it -> it.status() == TenantStatus.CONSENTED).isPresent()) {
            return new Stage.WithoutStanding();
        }
        tenants.approvalAwaited(person.tenantId(), name, person.objectId(), person.actor());
        return new Stage.AwaitingApproval();
    }

    private static String name(ConsentRequest granted) {
        String host = granted.host().value();
        return host.substring(0, Math.min(host.length(), LONGEST_NAME));
    }
}
