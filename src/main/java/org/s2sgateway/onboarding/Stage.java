package org.s2sgateway.onboarding;

import java.util.Optional;
import java.util.function.Function;
import org.s2sgateway.diagnosis.Diagnosis;
import org.s2sgateway.tenant.Environment;

/** Where the onboarding of one environment stands, for the person who looks. */
sealed interface Stage {

    /** One of the functions is called, and its result is the result. */
    default <T> T fold(
            Function<NotBegun, T> notBegun,
            Function<Propagating, T> propagating,
            Function<Stuck, T> stuck,
            Function<AwaitingApproval, T> awaitingApproval,
            Function<WithoutStanding, T> withoutStanding,
            Function<Registered, T> registered) {
        if (this instanceof NotBegun it) {
            return notBegun.apply(it);
        }
        if (this instanceof Propagating it) {
            return propagating.apply(it);
        }
        if (this instanceof Stuck it) {
            return stuck.apply(it);
        }
        if (this instanceof AwaitingApproval it) {
            return awaitingApproval.apply(it);
        }
        return this instanceof WithoutStanding it ? withoutStanding.apply(it) : registered.apply((Registered) this);
    }

    /** This person has begun nothing here that could go on. */
    record NotBegun() implements Stage {}

    /** The consent was given and has yet to arrive everywhere at Microsoft; worth another look in so many seconds. */
    record Propagating(Diagnosis diagnosis, int seconds) implements Stage {}

    /** It does not go on until somebody acts. */
    record Stuck(Diagnosis diagnosis) implements Stage {}

    /** The consent is proven, the person's standing is not. */
    record AwaitingApproval() implements Stage {}

    /** The tenant is connected, and this person may not speak for it. */
    record WithoutStanding() implements Stage {}

    /** The environment is in the registry, with what the ladder found last and perhaps work on its application user. */
    record Registered(Environment environment, Optional<ApplicationUserJob> job) implements Stage {}
}
