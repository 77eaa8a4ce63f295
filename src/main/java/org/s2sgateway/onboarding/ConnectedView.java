package org.s2sgateway.onboarding;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.s2sgateway.applicationuser.ConnectedFacts;

/** What shows a person that an environment is connected: what Dataverse tells the application about itself. */
public final class ConnectedView {

    private final Optional<ConnectedFacts> facts;
    private final Optional<ApplicationUserJob> job;

    /** @param job which knows what it made, where the application user may not read that itself */
    ConnectedView(Optional<ConnectedFacts> facts, Optional<ApplicationUserJob> job) {
        this.facts = facts;
        this.job = job;
    }

    /** The application user's name; empty where nobody here has seen it. */
    public String getFullName() {
        return facts.flatMap(ConnectedFacts::fullName)
                .or(() -> job.flatMap(ApplicationUserJob::fullName))
                .orElse("");
    }

    /** The application user, by WhoAmI. */
    public String getSystemUserId() {
        return facts.flatMap(ConnectedFacts::systemUserId).map(UUID::toString).orElse("");
    }

    /** The names of its security roles, separated by commas. */
    public String getRoles() {
        return facts.map(ConnectedFacts::roles)
                .filter(roles -> !roles.isEmpty())
                .map(roles -> String.join(", ", roles))
                .or(() -> job.flatMap(ApplicationUserJob::roleNames))
                .orElse("");
    }

    /** The names of the first three accounts. */
    public List<String> getAccounts() {
        return facts.map(ConnectedFacts::accounts).orElse(List.of());
    }
}
