package org.s2sgateway.identity;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;
import org.s2sgateway.identity.Identification.Refused;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

/**
 * What no request gets past, whatever it asks for: credentials that cannot be believed, the methods that containers
 * answer by themselves without any resource method ({@code OPTIONS}), and media types that no server can read.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION)
public final class ApiDoor implements ContainerRequestFilter {

    /** As the header Allow has it. */
    static final String ALLOWED = "GET, HEAD, POST, PUT, PATCH, DELETE";

    private static final Set<String> METHODS = Set.of(ALLOWED.split(", "));

    @Override
    public void filter(ContainerRequestContext request) {
        Identification identification = Identification.of(request);
        if (identification instanceof Refused refused) {
            throw refused.refusal();
        }
        if (!METHODS.contains(request.getMethod())) {
            throw methodNotKnown(request.getMethod());
        }
        readMediaTypes(request);
    }

    /** The refusal of a method that is known at no address of the API. */
    static Refusal methodNotKnown(String method) {
        // Of version 2 of OData; whoever comes from there finds no other word for it.
        String instead = method.equals("MERGE") ? " Send PATCH in the place of MERGE, with the same body." : "";
        return new Refusal(
                        ProblemType.METHOD_NOT_ALLOWED,
                        "The methods that are known here are " + ALLOWED + "." + instead)
                .withHeader("Allow", ALLOWED);
    }

    // The server reads them anyway, to choose a method; what it throws then looks like a defect of ours.
    private static void readMediaTypes(ContainerRequestContext request) {
        try {
            request.getMediaType();
            request.getAcceptableMediaTypes();
        } catch (RuntimeException unreadable) {
            throw new Refusal(
                    ProblemType.BAD_REQUEST, "The header Accept or Content-Type is not of the form of RFC 9110.");
        }
    }
}
