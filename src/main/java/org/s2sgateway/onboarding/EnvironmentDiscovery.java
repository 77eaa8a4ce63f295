package org.s2sgateway.onboarding;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.s2sgateway.dataverse.Challenge;
import org.s2sgateway.dataverse.Probe;
import org.s2sgateway.diagnosis.Diagnosis;
import org.s2sgateway.diagnosis.Dictionary;
import org.s2sgateway.identity.Browser;
import org.s2sgateway.outbound.Outbound;
import org.s2sgateway.registration.Registration;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.tenant.AllowedHosts;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * The first step of an onboarding: whose environment is at that address? Its own challenge tells; nobody types the id of
 * a tenant. No request goes to a host that is not allowed, and none takes longer than five seconds. Thread-safe.
 */
@ApplicationScoped
public class EnvironmentDiscovery {

    /** What came of it. */
    sealed interface Discovery {

        /** The onboarding of this environment has begun. */
        record Begun(ConsentRequest request) implements Discovery {}

        /** It cannot begin, and why. */
        record Refused(Diagnosis diagnosis) implements Discovery {}

        /** One function per case. */
        default <T> T fold(Function<ConsentRequest, T> begun, Function<Diagnosis, T> refused) {
            return this instanceof Begun it ? begun.apply(it.request()) : refused.apply(((Refused) this).diagnosis());
        }
    }

    @Inject
    OnboardingConfig config;

    @Inject
    Registration registration;

    @Inject
    AllowedHosts allowedHosts;

    @Inject
    Outbound outbound;

    @Inject
    ProbesAtOnce probes;

    @Inject
    ConsentRequests requests;

    @Inject
    Invitations invitations;

    /**
     * Begins the onboarding of the environment at that address.
     *
     * @param address as people paste it, deep links too
     * @param code of the invitation that the browser came with
     */
    Discovery begin(Browser browser, String address, Optional<Secret> code) {
        if (!registration.isMultiTenant()) {
            return refused("S2S.SingleTenant");
        }
        Optional<Invitation> invitation = code.flatMap(invitations::find);
        if (code.isPresent() && invitation.isEmpty()) {
            return refused("S2S.InvitationVoid");
        }
        if (!config.open() && invitation.filter(Invitation::isByOperator).isEmpty()) {
            return refused("S2S.InvitationNeeded");
        }
        return EnvironmentHost.find(address)
                .map(host ->
                        allowedHosts.allows(host) ? discover(browser, host, invitation) : refused("S2S.HostNotAllowed"))
                .orElseGet(() -> refused("S2S.HostMalformed"));
    }

    private Discovery discover(Browser browser, EnvironmentHost host, Optional<Invitation> invitation) {
        return probes.run(host, () -> new Probe(outbound.client()).ask(host.value()))
                .map(outcome -> outcome.fold(
                        challenge -> challenged(browser, host, invitation, challenge), Discovery.Refused::new))
                .orElseGet(() -> refused("S2S.Busy"));
    }

    private Discovery challenged(
            Browser browser, EnvironmentHost host, Optional<Invitation> invitation, Challenge challenge) {
        Optional<UUID> tenantId = challenge.tenantId();
        if (tenantId.isEmpty()) {
            return refused("S2S.UnexpectedAnswer");
        }
        if (invitation.filter(it -> !it.tenantId().equals(tenantId.get())).isPresent()) {
            return refused("S2S.InvitationOfOtherTenant");
        }
        // Whether the tenant is suspended, say, is told to nobody before they have signed in there.
        return new Discovery.Begun(requests.begin(browser, tenantId.get(), host, invitation.map(Invitation::id)));
    }

    private static Discovery refused(String code) {
        return new Discovery.Refused(Dictionary.diagnose(code));
    }
}
