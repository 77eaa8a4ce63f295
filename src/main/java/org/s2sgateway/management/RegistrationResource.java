package org.s2sgateway.management;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.s2sgateway.identity.Roles;
import org.s2sgateway.registration.Registration;

/** The app registration that this gateway acts as. */
@Path("/registration")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Registration")
public class RegistrationResource {

    @Inject
    Registration registration;

    @GET
    @RolesAllowed(Roles.TENANTS_READ)
    @Operation(summary = "The app registration: mode, cloud, client id, kind and expiry of its credentials")
    public RegistrationJson registration() {
        return RegistrationJson.of(registration);
    }
}
