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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.audit.AuditEvents;
import org.s2sgateway.identity.Roles;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.settings.PublicUrl;
import org.s2sgateway.tenant.Tenants;

/** What happened to one tenant and its environments. */
@Path("/tenants/{tenantId}/events")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Events")
public class TenantEventsResource {

    // As in EventsResource.
    private static final String SUMMARY = "The audit events of a tenant: a page, newest first; asked for as"
            + " application/x-ndjson all of them, oldest first, one JSON object a line";

    @Inject
    Tenants tenants;

    @Inject
    AuditEvents auditEvents;

    @Inject
    PublicUrl publicUrl;

    @GET
    @RolesAllowed(Roles.TENANTS_READ)
    @Operation(summary = SUMMARY)
    public Page<EventJson> list(@PathParam("tenantId") String tenantId, @BeanParam ListQuery query) {
        UUID id = TenantIds.inPath(tenantId);
        Slice slice = query.slice(EventsResource::isId);
        refuseUnknown(id);
        return slice.page(
                publicUrl.value() + "/api/tenants/" + id + "/events",
                auditEvents.before(EventsResource.idIn(slice), id, slice.fetch()),
                EventsResource::key,
                EventJson::of);
    }

    @GET
    @Produces(EventExport.MEDIA_TYPE + ";qs=0.5")
    @RolesAllowed(Roles.TENANTS_READ)
    @Operation(summary = SUMMARY)
    @APIResponse(responseCode = "200", content = @Content(mediaType = EventExport.MEDIA_TYPE))
    public Response export(
            @PathParam("tenantId") String tenantId,
            @QueryParam("after")
                    @Parameter(
                            description = "The id of the last event of an earlier export, which this one goes on from")
                    @Nullable
                    String after) {
        UUID id = TenantIds.inPath(tenantId);
        Response export = EventExport.of(auditEvents, after, Optional.of(id));
        refuseUnknown(id);
        return export;
    }

    private void refuseUnknown(UUID id) {
        if (tenants.find(id).isEmpty()) {
            throw new Refusal(ProblemType.NOT_FOUND, "There is no such tenant in the registry");
        }
    }
}
