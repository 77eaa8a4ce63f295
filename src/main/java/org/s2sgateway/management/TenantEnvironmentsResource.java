package org.s2sgateway.management;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.s2sgateway.identity.Roles;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.settings.PublicUrl;
import org.s2sgateway.tenant.Environments;
import org.s2sgateway.tenant.Tenants;

/** The environments of one tenant. */
@Path("/tenants/{tenantId}/environments")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Environments")
public class TenantEnvironmentsResource {

    @Inject
    Tenants tenants;

    @Inject
    Environments environments;

    @Inject
    PublicUrl publicUrl;

    @GET
    @RolesAllowed(Roles.TENANTS_READ)
    @Operation(summary = "The environments of a tenant, in the order of their hosts")
    public Page<EnvironmentJson> list(@PathParam("tenantId") String tenantId, @BeanParam ListQuery query) {
        UUID id = Guid.parse("The tenant id in the path", tenantId);
        Slice slice = query.slice(EnvironmentsResource::isHost);
        if (tenants.find(id).isEmpty()) {
            throw new Refusal(ProblemType.NOT_FOUND, "There is no such tenant in the registry");
        }
        return slice.page(
                publicUrl.value() + "/api/tenants/" + id + "/environments",
                environments.after(slice.after(), id, slice.fetch()),
                environment -> environment.host().value(),
                EnvironmentJson::of);
    }
}
