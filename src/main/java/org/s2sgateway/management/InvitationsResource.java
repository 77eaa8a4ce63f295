package org.s2sgateway.management;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.s2sgateway.identity.Caller;
import org.s2sgateway.identity.Roles;
import org.s2sgateway.onboarding.Invitation;
import org.s2sgateway.onboarding.Invitations;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.registration.Registration;
import org.s2sgateway.settings.Guid;
import org.s2sgateway.settings.PublicUrl;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.tenant.Tenant;
import org.s2sgateway.tenant.TenantStatus;
import org.s2sgateway.tenant.Tenants;

/** The links by which operators invite the administrators of a tenant. */
@Path("/tenants/{tenantId}/invitations")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Invitations")
public class InvitationsResource {

    @Inject
    Tenants tenants;

    @Inject
    Invitations invitations;

    @Inject
    Registration registration;

    @Inject
    PublicUrl publicUrl;

    @Inject
    Caller caller;

    @GET
    @RolesAllowed({Roles.TENANTS_MANAGE, Roles.GATEWAY_AUDITOR})
    @Operation(
            summary =
                    "The invitations of a tenant that can still be used or vouch for somebody, in the order of their ids",
            description = "Whoever has the link may speak for the tenant: auditors are shown none.")
    public Page<InvitationJson> list(@PathParam("tenantId") String tenantId, @BeanParam ListQuery query) {
        UUID id = known(tenantId).tenantId();
        Slice slice = query.slice(Guid::isCanonical);
        return slice.page(
                address(id),
                invitations.after(slice.after(), id, slice.fetch()),
                invitation -> invitation.id().toString(),
                this::shown);
    }

    @POST
    @RolesAllowed(Roles.TENANTS_MANAGE)
    @Operation(
            summary = "Makes a link for an administrator of the tenant, valid for seven days",
            description = "The first person of the tenant who accepts it may speak for the tenant.")
    @APIResponseSchema(value = InvitationJson.class, responseCode = "201")
    public Response invite(@PathParam("tenantId") String tenantId) {
        Tenant tenant = known(tenantId);
        if (!registration.isMultiTenant()) {
            throw new Refusal(ProblemType.CONFLICT, "In single-tenant mode nobody is invited");
        }
        if (tenant.status() == TenantStatus.OFFBOARDED) {
            throw new Refusal(ProblemType.CONFLICT, "The tenant is off-boarded");
        }
        Invitations.Issued issued = invitations.byOperator(tenant.tenantId(), caller.consumer());
        return Response.created(URI.create(
                        address(tenant.tenantId()) + "/" + issued.invitation().id()))
                .entity(InvitationJson.of(issued))
                .build();
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Roles.TENANTS_MANAGE)
    @Operation(summary = "Makes an invitation void, and takes back the standing that it gave")
    @APIResponse(responseCode = "204", description = "Void")
    public void revoke(@PathParam("tenantId") String tenantId, @PathParam("id") String id) {
        UUID tenant = known(tenantId).tenantId();
        boolean found = Guid.parse(id)
                .filter(invitation ->
                        Conflicts.refused(() -> invitations.revoke(tenant, invitation, caller.consumer())))
                .isPresent();
        if (!found) {
            throw new Refusal(ProblemType.NOT_FOUND, "The tenant has no such invitation");
        }
    }

    // The link is a key, and auditors look only.
    private InvitationJson shown(Invitation invitation) {
        Optional<Secret> url = caller.has(Roles.TENANTS_MANAGE) ? invitations.urlOf(invitation) : Optional.empty();
        return InvitationJson.of(invitation, url.orElse(null));
    }

    private Tenant known(String tenantId) {
        return tenants.find(TenantIds.inPath(tenantId))
                .orElseThrow(() -> new Refusal(ProblemType.NOT_FOUND, "There is no such tenant in the registry"));
    }

    private String address(UUID tenantId) {
        return publicUrl.value() + "/api/tenants/" + tenantId + "/invitations";
    }
}
