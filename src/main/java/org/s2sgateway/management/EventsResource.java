package org.s2sgateway.management;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.audit.AuditEvent;
import org.s2sgateway.audit.AuditEvents;
import org.s2sgateway.audit.AuditVerifier;
import org.s2sgateway.identity.Roles;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.settings.PublicUrl;

/** What happened in the registry. */
@Path("/events")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Events")
public class EventsResource {

    // OpenAPI has one operation for a path and a method, whatever it produces.
    private static final String SUMMARY =
            "All audit events: a page, newest first; asked for as application/x-ndjson all"
                    + " of them, oldest first, one JSON object a line, with what is needed to verify them elsewhere";

    @Inject
    AuditEvents auditEvents;

    @Inject
    AuditVerifier auditVerifier;

    @Inject
    PublicUrl publicUrl;

    @GET
    @RolesAllowed(Roles.TENANTS_READ)
    @Operation(summary = SUMMARY)
    public Page<EventJson> list(@BeanParam ListQuery query) {
        Slice slice = query.slice(EventsResource::isId);
        return slice.page(
                publicUrl.value() + "/api/events",
                auditEvents.before(idIn(slice), slice.fetch()),
                EventsResource::key,
                EventJson::of);
    }

    /** What was there when it began; what is added meanwhile may be in it or not. */
    @GET
    @Produces(EventExport.MEDIA_TYPE + ";qs=0.5")
    @RolesAllowed(Roles.TENANTS_READ)
    @Operation(summary = SUMMARY)
    @APIResponse(responseCode = "200", content = @Content(mediaType = EventExport.MEDIA_TYPE))
    public Response export(
            @QueryParam("after")
                    @Parameter(
                            description = "The id of the last event of an earlier export, which this one goes on from")
                    @Nullable
                    String after) {
        return EventExport.of(auditEvents, after, Optional.empty());
    }

    @GET
    @Path("/verify")
    @RolesAllowed(Roles.TENANTS_READ)
    @Operation(
            summary = "Whether the audit is what the gateway has written",
            description = "Reads every event; one verification at a time, 503 otherwise.")
    public VerificationJson verify() {
        return auditVerifier.verify().map(VerificationJson::of).orElseThrow(() -> new Refusal(
                        ProblemType.BUSY, "A verification of the audit is under way; try again when it is over.")
                .withHeader("Retry-After", "10"));
    }

    static boolean isId(String text) {
        return text.matches("[1-9][0-9]{0,17}");
    }

    /** Events are listed backwards: the start of the list is the greatest number. */
    static long idIn(Slice slice) {
        return slice.after().isEmpty() ? Long.MAX_VALUE : Long.parseLong(slice.after());
    }

    static String key(AuditEvent event) {
        return Long.toString(event.id());
    }
}
