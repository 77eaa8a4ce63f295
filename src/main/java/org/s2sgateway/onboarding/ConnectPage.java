package org.s2sgateway.onboarding;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.diagnosis.Diagnosis;
import org.s2sgateway.pages.CurrentPage;
import org.s2sgateway.pages.Finding;
import org.s2sgateway.registration.Registration;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.tenant.EnvironmentHost;

/** {@code /connect}: which environment? A link may fill in the answer, and bring an invitation. */
@Named
@RequestScoped
public class ConnectPage {

    private static final int LONGEST = 2_000;

    @Inject
    CurrentPage page;

    @Inject
    EnvironmentDiscovery discovery;

    @Inject
    Invitations invitations;

    @Inject
    Registration registration;

    @Inject
    OnboardingConfig config;

    private String environment = "";
    private String invitation = "";
    private @Nullable Finding finding;
    private boolean addressRefused;

    @PostConstruct
    void prefill() {
        String given = page.parameter("environment");
        environment = given.substring(0, Math.min(given.length(), LONGEST));
        invitation = page.parameter("invitation");
        Optional<Invitation> found = code().flatMap(invitations::find);
        if (found.isEmpty() && code().isPresent()) {
            finding = page.finding("S2S.InvitationVoid");
            // Whoever may start without an invitation goes on without this one.
            invitation = config.open() ? "" : invitation;
        } else if (found.isEmpty() && !config.open()) {
            finding = page.finding("S2S.InvitationNeeded");
        }
        if (!isMultiTenant()) {
            finding = page.finding("S2S.SingleTenant");
        }
        if (environment.isEmpty()) {
            environment =
                    found.flatMap(Invitation::host).map(EnvironmentHost::url).orElse("");
        }
    }

    /** Finds out whose environment it is and goes on, or says why not. */
    public void begin() {
        discovery
                .begin(page.browser(), environment, code())
                .<Runnable>fold(
                        request -> () -> page.go("/connect/tenant?request=" + request.id()),
                        diagnosis -> () -> refuse(diagnosis))
                .run();
    }

    /** Whether there is any point in showing the form. */
    public boolean isMultiTenant() {
        return registration.isMultiTenant();
    }

    /** Why it does not go on; null where nothing is wrong. */
    public @Nullable Finding getFinding() {
        return finding;
    }

    /** Whether that is because of the address, and not of the invitation. */
    public boolean isAddressRefused() {
        return addressRefused;
    }

    public String getEnvironment() {
        return environment;
    }

    public void setEnvironment(@Nullable String environment) {
        this.environment = environment == null ? "" : environment;
    }

    public String getInvitation() {
        return invitation;
    }

    public void setInvitation(@Nullable String invitation) {
        this.invitation = invitation == null ? "" : invitation;
    }

    private void refuse(Diagnosis diagnosis) {
        finding = Finding.of(diagnosis, page.locale());
        addressRefused = !diagnosis.code().startsWith("S2S.Invitation");
    }

    private Optional<Secret> code() {
        return Optional.of(invitation).filter(text -> !text.isEmpty()).map(Secret::of);
    }
}
