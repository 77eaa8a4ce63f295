package org.s2sgateway.onboarding;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.s2sgateway.registration.Registration;
import org.s2sgateway.tenant.EnvironmentHost;

/** What an administrator needs who makes the application user by hand, with what to copy. */
@Named
@RequestScoped
public class ApplicationUserGuide {

    private static final String ROLE_OF_YOUR_CHOICE = "<security role>";

    @Inject
    Registration registration;

    @Inject
    OnboardingConfig config;

    public String getClientId() {
        return registration.clientId();
    }

    /** Whether the operator has named the security role to assign. */
    public boolean isRoleConfigured() {
        return config.securityRole().isPresent();
    }

    public String getRole() {
        return config.securityRole().orElse("");
    }

    /**
     * The command of the Power Platform CLI that does it all. People will run it: nothing goes in that a link could bring.
     *
     * <p>Source: "pac admin assign-user" (Microsoft Power Platform CLI reference).
     *
     * @param host in its canonical form
     */
    public String command(String host) {
        return "pac admin assign-user --environment " + new EnvironmentHost(host).url() + " --user "
                + registration.clientId() + " --role \"" + config.securityRole().orElse(ROLE_OF_YOUR_CHOICE)
                + "\" --application-user";
    }
}
