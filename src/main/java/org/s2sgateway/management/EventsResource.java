package org.s2sgateway.management;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.s2sgateway.audit.AuditEvent;
import org.s2sgateway.audit.AuditEvents;
import org.s2sgateway.identity.Roles;
import org.s2sgateway.settings.PublicUrl;

/** What happened in the registry. */
@Path("/events")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Events")
public class EventsResource {

    @Inject
    AuditEvents auditEvents;

    @Inject
    PublicUrl publicUrl;

    @GET
    @RolesAllowed(Roles.TENANTS_READ)
    @Operation(summary = "All audit events, newest first")
    public Page<EventJson> list(@BeanParam ListQuery query) {
        Slice slice = query.slice(EventsResource::isId);
        return slice.page(
                publicUrl.value() + "/api/events",
                auditEvents.before(idIn(slice), slice.fetch()),
                EventsResource::key,
                EventJson::of);
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
