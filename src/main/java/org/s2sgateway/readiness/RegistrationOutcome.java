package org.s2sgateway.readiness;

import java.util.List;
import java.util.function.Function;
import org.s2sgateway.diagnosis.Diagnosis;
import org.s2sgateway.tenant.Environment;

/** What came of registering an environment. Only the first two cases leave something in the registry. */
public sealed interface RegistrationOutcome {

    record Registered(Environment environment) implements RegistrationOutcome {}

    record AlreadyRegistered(Environment environment) implements RegistrationOutcome {}

    /** With the patterns that would be. */
    record HostNotAllowed(List<String> patterns) implements RegistrationOutcome {}

    /** The host belongs to another tenant, or the tenant cannot have environments. */
    record OtherTenant(String explanation) implements RegistrationOutcome {}

    /** Not reachable, too slow, or not an environment. */
    record NoAnswer(Diagnosis diagnosis) implements RegistrationOutcome {}

    /** One function per case. */
    default <T> T fold(
            Function<Registered, T> registered,
            Function<AlreadyRegistered, T> already,
            Function<HostNotAllowed, T> notAllowed,
            Function<OtherTenant, T> otherTenant,
            Function<NoAnswer, T> noAnswer) {
        if (this instanceof Registered it) {
            return registered.apply(it);
        }
        if (this instanceof AlreadyRegistered it) {
            return already.apply(it);
        }
        if (this instanceof HostNotAllowed it) {
            return notAllowed.apply(it);
        }
        return this instanceof OtherTenant it ? otherTenant.apply(it) : noAnswer.apply((NoAnswer) this);
    }
}
