package org.s2sgateway.onboarding;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.identity.SignedIn;
import org.s2sgateway.pages.CurrentPage;
import org.s2sgateway.pages.Finding;
import org.s2sgateway.readiness.ChecksAtOnce;
import org.s2sgateway.readiness.EnvironmentRegistration;
import org.s2sgateway.tenant.Environment;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.tenant.EnvironmentStatus;
import org.s2sgateway.tenant.Environments;
import org.s2sgateway.tenant.Tenant;
import org.s2sgateway.tenant.Tenants;

/**
 * {@code /my/environment}: one environment of the person's own tenant. An environment of another tenant is one that does
 * not exist.
 */
@Named
@RequestScoped
public class MyEnvironmentPage {

    @Inject
    CurrentPage page;

    @Inject
    Onboarding onboarding;

    @Inject
    Tenants tenants;

    @Inject
    Environments environments;

    @Inject
    EnvironmentRegistration registration;

    @Inject
    ChecksAtOnce checks;

    @Inject
    ApplicationUserJobs jobs;

    private Optional<SignedIn> person = Optional.empty();
    private Optional<Environment> environment = Optional.empty();

    @PostConstruct
    void find() {
        person = page.person();
        environment = EnvironmentHost.find(page.parameter("environment"))
                .flatMap(environments::find)
                .filter(this::isTheirs);
    }

    /** Runs the ladder again. */
    public void check() {
        environment.ifPresent(known -> tenants.find(known.tenantId())
                .map(Tenant::status)
                .ifPresent(status -> checks.runForPerson(() ->
                        registration.check(known, status, person.orElseThrow().actor()))));
        page.go("/my/environment?environment=" + getHost());
    }

    /** Takes the environment out of the registry: nothing reaches it through this gateway any more. */
    public void disconnect() {
        if (isDisconnectable()) {
            environments.removeOpen(
                    environment.orElseThrow().host(), person.orElseThrow().actor());
        }
        page.go("/my");
    }

    public boolean isFound() {
        return environment.isPresent();
    }

    /** What the operator has closed, only the operator opens: to remove it and add it again would open it. */
    public boolean isDisconnectable() {
        return environment
                .filter(it -> it.status() != EnvironmentStatus.DISABLED)
                .flatMap(it -> tenants.find(it.tenantId()))
                .filter(it -> Onboarding.closed(it.status()).isEmpty())
                .isPresent();
    }

    public String getHost() {
        return environment.map(it -> it.host().value()).orElse("");
    }

    /** The word of its status. */
    public String getStatus() {
        return environment.map(it -> it.status().word()).orElse("");
    }

    /** Why nothing reaches it at the moment, whatever was seen of it last; null where something does. */
    public @Nullable Finding getClosed() {
        return environment
                .flatMap(it -> jobs.closed(it.host(), it.tenantId()))
                .map(page::finding)
                .orElse(null);
    }

    public List<LadderStep> getSteps() {
        return LadderStep.of(environment.map(Environment::steps).orElse(List.of()), page.locale());
    }

    private boolean isTheirs(Environment known) {
        return person.filter(it -> it.tenantId().equals(known.tenantId()))
                .flatMap(it -> onboarding.standing(it, known.host()))
                .isPresent();
    }
}
