package org.s2sgateway.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

/** Makes the caller of the request injectable. */
@ApplicationScoped
public class CurrentCaller {

    @Inject
    HttpServletRequest request;

    // As Caller only: Payara has beans of the types JsonWebToken and Principal already.
    @Produces
    @RequestScoped
    @Typed(Caller.class)
    Caller caller() {
        return Identification.of(request)
                .known()
                .orElseThrow(() -> new Refusal(ProblemType.UNAUTHENTICATED, "A bearer token is needed here."));
    }
}
