package org.s2sgateway.applicationuser;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import org.s2sgateway.dataverse.WebApi;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * Makes the gateway's application user ready in an environment, with an administrator's delegated token: imports the
 * configured solution, creates, adopts or (when told to) enables the application user, and gives it the configured
 * security role. Nothing else is ever assigned. Every run looks at what is there first, so that one that was cut off is
 * finished by the next.
 *
 * <p>Thread-safe; holds no token longer than a run. A run takes a few seconds, or up to about ten minutes where a
 * solution is imported. The caller has made sure that the host is allowed.
 *
 * <p>Source: "Manage application users in the Power Platform admin center" and the calls of Microsoft's Terraform
 * provider.
 */
public final class ApplicationUserSetup {

    /** For how long one call that met a stuttering or throttling environment is tried again. */
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    private final HttpClient client;
    private final UUID clientId;
    private final WantedRole wanted;
    private final Patience patience;

    public ApplicationUserSetup(HttpClient client, UUID clientId, WantedRole wanted) {
        this(client, clientId, wanted, Patience.USUAL);
    }

    /** @param clientId of the gateway's registration */
    public ApplicationUserSetup(HttpClient client, UUID clientId, WantedRole wanted, Patience patience) {
        this.client = client;
        this.clientId = clientId;
        this.wanted = wanted;
        this.patience = patience;
    }

    /**
     * Does what is missing.
     *
     * @param delegatedToken of a System Administrator, for this environment
     * @param enableDisabled whether a disabled application user is to be enabled; without that nothing at all is changed
     *     where it is disabled
     * @param progress is told each phase as it begins
     */
    public SetupOutcome run(
            EnvironmentHost host, Secret delegatedToken, boolean enableDisabled, Consumer<Phase> progress) {
        WebApi environment = new WebApi(client, host.value(), delegatedToken);
        PersonsCalls calls = new PersonsCalls(environment, patience, LONGEST_RETRY);
        return new SetupRun(calls, clientId, wanted, patience, enableDisabled, progress).outcome();
    }
}
