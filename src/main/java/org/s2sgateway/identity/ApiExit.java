package org.s2sgateway.identity;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import java.util.regex.Pattern;
import org.s2sgateway.identity.Identification.Refused;
import org.s2sgateway.problem.Refusal;

/**
 * What no refusal of the API gets past, wherever it was decided: who is not permitted what it asked for is remembered, and
 * who was refused too often is told so in place of the reason. Answers of Dataverse are none of this.
 */
@Provider
@ApplicationScoped
@Priority(Priorities.USER)
public class ApiExit implements ContainerResponseFilter {

    private static final Pattern HOST = Pattern.compile("[a-z0-9][a-z0-9.-]{0,252}(?::[0-9]{1,5})?");

    @Context
    HttpServletRequest request;

    // With a wrong configuration there are none, and then this would stand in the way of the answer that says so.
    @Inject
    Instance<CallerLimits> limits;

    @Inject
    Instance<RefusedCalls> refusedCalls;

    @Override
    public void filter(ContainerRequestContext call, ContainerResponseContext answer) {
        Refusal.of(call).filter(refusal -> isTheCallersDoing(refusal, call)).ifPresent(refusal -> Identification.of(
                        call)
                .known()
                .ifPresentOrElse(caller -> refused(caller, refusal, call, answer), () -> refused(refusal, answer)));
    }

    private void refused(
            Caller caller, Refusal refusal, ContainerRequestContext call, ContainerResponseContext answer) {
        Optional<Refusal> tooMany = limits.get().refused(caller);
        refusedCalls
                .get()
                .ofConsumer(
                        caller.consumer(),
                        tooMany.orElse(refusal).type().code(),
                        environment(call),
                        what(call) + refusal.lack().map(it -> ", lacks " + it).orElse(""));
        tooMany.ifPresent(it -> it.replace(request, answer));
    }

    private void refused(Refusal refusal, ContainerResponseContext answer) {
        Optional<Refusal> tooMany = limits.get().attempt(request);
        refusedCalls.get().ofNobody(tooMany.orElse(refusal).type().code());
        tooMany.ifPresent(it -> it.replace(request, answer));
    }

    /** Not a call that cannot be served now, and not one that is only wrong: unless it is its credentials that are. */
    private static boolean isTheCallersDoing(Refusal refusal, ContainerRequestContext call) {
        int status = refusal.type().status();
        return status == 401 || status == 403 || (status == 400 && Identification.of(call) instanceof Refused);
    }

    private static Optional<String> environment(ContainerRequestContext call) {
        return Optional.ofNullable(call.getUriInfo().getPathParameters().getFirst("host"))
                .filter(HOST.asMatchPredicate());
    }

    // Paths of Dataverse hold keys, and with them what customers keep there.
    private static String what(ContainerRequestContext call) {
        String path = call.getUriInfo().getPath().replaceFirst("^/", "");
        int end = path.indexOf('/');
        return call.getMethod() + " /api/" + (end < 0 ? path : path.substring(0, end));
    }
}
