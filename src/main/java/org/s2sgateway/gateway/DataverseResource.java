package org.s2sgateway.gateway;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.identity.Caller;
import org.s2sgateway.identity.Roles;

/**
 * The Dataverse Web API of every registered environment, behind this gateway's address. The path parameters only match;
 * what is sent is read off the raw request line.
 */
@Path("/dataverse/{host}/{path: .*}")
@RequestScoped
@DenyAll
@Tag(
        name = "Dataverse",
        description = "The Web API of the environment; a client's base address is the one up to the host")
public class DataverseResource {

    @Inject
    Forwarding forwarding;

    @Inject
    Caller caller;

    @Context
    HttpServletRequest request;

    @GET
    @RolesAllowed(Roles.DATAVERSE_ACCESS)
    public Response get() {
        return forward(null);
    }

    @HEAD
    @RolesAllowed(Roles.DATAVERSE_ACCESS)
    public Response head() {
        return forward(null);
    }

    @POST
    @RolesAllowed(Roles.DATAVERSE_ACCESS)
    public Response post(InputStream body) {
        return forward(body);
    }

    @PUT
    @RolesAllowed(Roles.DATAVERSE_ACCESS)
    public Response put(InputStream body) {
        return forward(body);
    }

    @PATCH
    @RolesAllowed(Roles.DATAVERSE_ACCESS)
    public Response patch(InputStream body) {
        return forward(body);
    }

    @DELETE
    @RolesAllowed(Roles.DATAVERSE_ACCESS)
    public Response delete() {
        return forward(null);
    }

    private Response forward(@Nullable InputStream body) {
        return forwarding.forward(caller, IncomingCall.of(request, body));
    }
}
