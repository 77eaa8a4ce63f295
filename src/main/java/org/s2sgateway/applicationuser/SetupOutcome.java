package org.s2sgateway.applicationuser;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.s2sgateway.diagnosis.Diagnosis;

/** How setting an application user up ended. */
public sealed interface SetupOutcome {

    /**
     * The application user is there, enabled, and has the configured security role.
     *
     * @param fullName as Dataverse shows it
     * @param roles the names of all its security roles
     */
    record Ready(UUID systemUserId, String fullName, List<String> roles) implements SetupOutcome {
        public Ready {
            roles = List.copyOf(roles);
        }
    }

    /** Somebody has disabled the application user, and enabling it was not asked for. */
    record NeedsEnabling() implements SetupOutcome {}

    /** It stopped; what was done until then stays, and another run goes on from there. */
    record Failed(Phase phase, Diagnosis diagnosis) implements SetupOutcome {}

    /** One function per case. */
    default <T> T fold(Function<Ready, T> ready, Supplier<T> needsEnabling, Function<Failed, T> failed) {
        if (this instanceof Ready it) {
            return ready.apply(it);
        }
        return this instanceof Failed it ? failed.apply(it) : needsEnabling.get();
    }
}
