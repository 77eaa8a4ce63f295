package org.s2sgateway.gateway;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.dataverse.EnvironmentModels;
import org.s2sgateway.gateway.OpenEnvironments.Destination;
import org.s2sgateway.grants.AccessDefault;
import org.s2sgateway.grants.Grant;
import org.s2sgateway.grants.GrantsInForce;
import org.s2sgateway.grants.RequestJudge;
import org.s2sgateway.identity.Caller;
import org.s2sgateway.odata.EdmModel;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.registration.Registration;

/** Says by which rules a consumer's call is judged. Who is not restricted pays for no model. Thread-safe. */
@ApplicationScoped
class Gatekeeper {

    @Inject
    AccessDefault accessDefault;

    @Inject
    GrantsInForce grants;

    @Inject
    EnvironmentModels models;

    @Inject
    Registration registration;

    /** What the caller may do; refuses whoever needs a grant and has none. */
    Permit permit(Caller caller) {
        @Nullable Grant grant = grants.find(caller.consumer()).orElse(null);
        if (grant == null && accessDefault == AccessDefault.DENY) {
            throw Permit.hasNone(caller.consumer());
        }
        return new Permit(caller.consumer(), caller::has, caller.user(), registration.tenantId(), grant);
    }

    /**
     * What judges the requests that go to an environment; empty where all of them may. Where nobody knows what there is in
     * the environment, that is 503.
     */
    Optional<Restriction> restriction(Permit permit, Destination environment) {
        Grant grant = permit.grant();
        if (grant == null || grant.isUnrestricted()) {
            return Optional.empty();
        }
        EdmModel model = models.find(environment.tenantId(), environment.host()).fold(known -> known, missing -> {
            throw new Refusal(
                            ProblemType.BUSY,
                            "The grant of " + permit.consumer()
                                    + " is judged by what there is in the environment ($metadata), and that is not"
                                    + " known at the moment. "
                                    + missing.reason())
                    .withHeader(
                            "Retry-After", Long.toString(missing.retryAfter().toSeconds()));
        });
        return Optional.of(new Restriction(
                permit,
                grant,
                new RequestJudge(model),
                () -> models.doubt(environment.tenantId(), environment.host())));
    }
}
