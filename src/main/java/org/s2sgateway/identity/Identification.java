package org.s2sgateway.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.problem.Refusal;

/** What the credentials of an API request amount to; the mechanism finds out, the JAX-RS side acts on it. */
sealed interface Identification {

    /** No credentials were sent. */
    record Nobody() implements Identification {}

    /** Good credentials. */
    record Known(Caller caller) implements Identification {}

    /** Credentials that cannot be believed; they are refused even where none are needed. */
    record Refused(Refusal refusal) implements Identification {}

    /** Remembers the identification for the rest of the request; no client can set an attribute. */
    default void attachTo(HttpServletRequest request) {
        request.setAttribute(Identification.class.getName(), this);
    }

    /** The identification of a request; nobody where the mechanism has not run. */
    static Identification of(HttpServletRequest request) {
        return of(request.getAttribute(Identification.class.getName()));
    }

    /** The same on the JAX-RS side, where request properties are the attributes. */
    static Identification of(ContainerRequestContext request) {
        return of(request.getProperty(Identification.class.getName()));
    }

    /** The caller, if there is one. */
    default Optional<Caller> known() {
        return this instanceof Known known ? Optional.of(known.caller()) : Optional.empty();
    }

    private static Identification of(@Nullable Object attribute) {
        return attribute instanceof Identification identification ? identification : new Nobody();
    }
}
