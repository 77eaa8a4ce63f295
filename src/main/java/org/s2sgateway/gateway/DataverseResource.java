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
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.identity.Caller;
import org.s2sgateway.identity.Roles;

/**
 * The Dataverse Web API of every registered environment, behind this gateway's address. The path parameters only match;
 * what is sent is read off the raw request line.
 */
@Path("/dataverse/{host}/{path: .+}")
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
    public void get(@Suspended AsyncResponse response) {
        forward(null, response);
    }

    @HEAD
    @RolesAllowed(Roles.DATAVERSE_ACCESS)
    public void head(@Suspended AsyncResponse response) {
        forward(null, response);
    }

    @POST
    @RolesAllowed(Roles.DATAVERSE_ACCESS)
    public void post(InputStream body, @Suspended AsyncResponse response) {
        forward(body, response);
    }

    @PUT
    @RolesAllowed(Roles.DATAVERSE_ACCESS)
    public void put(InputStream body, @Suspended AsyncResponse response) {
        forward(body, response);
    }

    @PATCH
    @RolesAllowed(Roles.DATAVERSE_ACCESS)
    public void patch(InputStream body, @Suspended AsyncResponse response) {
        forward(body, response);
    }

    @DELETE
    @RolesAllowed(Roles.DATAVERSE_ACCESS)
    public void delete(@Suspended AsyncResponse response) {
        forward(null, response);
    }

    private void forward(@Nullable InputStream body, AsyncResponse response) {
        forwarding.forward(caller, request, body, response);
    }
}
