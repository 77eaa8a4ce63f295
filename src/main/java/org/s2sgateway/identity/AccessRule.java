package org.s2sgateway.identity;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

/** Who may call a resource method. What its annotations do not say is denied. */
sealed interface AccessRule {

    /** Everybody. */
    record Open() implements AccessRule {
        @Override
        public void admit(Optional<Caller> caller) {
            // everybody
        }
    }

    /** Whoever holds one of the roles. */
    record AnyOf(List<String> roles) implements AccessRule {
        @Override
        public void admit(Optional<Caller> caller) {
            Caller known = caller.orElseThrow(AccessRule::tokenNeeded);
            if (roles.stream().noneMatch(known::has)) {
                String role = "the role " + String.join(" or ", roles);
                throw new Refusal(
                                ProblemType.NOT_PERMITTED,
                                "The caller needs " + role + ", and its token has not got it."
                                        + " An administrator of the home tenant assigns app roles.")
                        .lacking(role);
            }
        }
    }

    /** Nobody. */
    record Denied() implements AccessRule {
        @Override
        public void admit(Optional<Caller> caller) {
            throw new Refusal(ProblemType.NOT_PERMITTED, "Nobody may call this.");
        }
    }

    /** The refusal of a request without a caller. */
    static Refusal tokenNeeded() {
        return new Refusal(ProblemType.UNAUTHENTICATED, "A bearer token is needed here.");
    }

    /** Lets the caller pass or refuses it. */
    void admit(Optional<Caller> caller);

    /** The rule of a method: its own annotation, else that of its class, else nobody. */
    static AccessRule of(Class<?> resource, Method method) {
        return stated(method).or(() -> stated(resource)).orElseGet(Denied::new);
    }

    private static Optional<AccessRule> stated(AnnotatedElement element) {
        if (element.isAnnotationPresent(DenyAll.class)) {
            return Optional.of(new Denied());
        }
        RolesAllowed roles = element.getAnnotation(RolesAllowed.class);
        if (roles != null) {
            return Optional.of(new AnyOf(List.of(roles.value())));
        }
        return element.isAnnotationPresent(PermitAll.class) ? Optional.of(new Open()) : Optional.empty();
    }
}
