package org.s2sgateway.management;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.grants.Grant;
import org.s2sgateway.grants.Grants;
import org.s2sgateway.grants.KnownTables;
import org.s2sgateway.grants.MalformedGrant;
import org.s2sgateway.identity.Caller;
import org.s2sgateway.identity.Roles;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.settings.PublicUrl;

/** What consumers may do that have a grant, by their client ids. */
@Path("/grants")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Grants")
public class GrantsResource {

    private static final Set<String> MEMBERS =
            Set.of("consumer", "tenants", "environments", "tables", "impersonation", "actions", "tokens", "bypass");

    @Inject
    Grants grants;

    @Inject
    KnownTables knownTables;

    @Inject
    PublicUrl publicUrl;

    @Inject
    Caller caller;

    @GET
    @RolesAllowed({Roles.TENANTS_MANAGE, Roles.GATEWAY_AUDITOR})
    @Operation(summary = "All grants, in the order of their consumers")
    public Page<GrantJson> list(@BeanParam ListQuery query) {
        Slice slice = query.slice(Grant::isConsumer);
        return slice.page(
                publicUrl.value() + "/api/grants",
                grants.after(slice.after(), slice.fetch()),
                Grant::consumer,
                GrantJson::of);
    }

    @GET
    @Path("/{consumer}")
    @RolesAllowed({Roles.TENANTS_MANAGE, Roles.GATEWAY_AUDITOR})
    @Operation(summary = "The grant of a consumer")
    public GrantJson one(@PathParam("consumer") String consumer) {
        return grants.find(consumer).map(GrantJson::of).orElseThrow(GrantsResource::unknown);
    }

    @PUT
    @Path("/{consumer}")
    @RolesAllowed(Roles.TENANTS_MANAGE)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Gives a consumer a grant, in the place of the one that it has",
            description = "From then on it may do what its app roles and the grant allow, and nothing else.")
    @RequestBody(content = @Content(schema = @Schema(implementation = GrantJson.class)))
    @APIResponse(
            responseCode = "200",
            description = "Replaced",
            content = @Content(schema = @Schema(implementation = GrantJson.class)))
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = GrantJson.class)))
    public Response put(@PathParam("consumer") String consumer, @Nullable InputStream body) {
        Grant grant = grant(consumer, JsonBody.read(body, MEMBERS));
        boolean replaced = Conflicts.refused(() -> grants.put(grant, caller.consumer()));
        Response.ResponseBuilder answer = replaced ? Response.ok() : Response.created(address(grant));
        return answer.entity(GrantJson.of(grant)).build();
    }

    @DELETE
    @Path("/{consumer}")
    @RolesAllowed(Roles.TENANTS_MANAGE)
    @Operation(
            summary = "Takes a consumer's grant away",
            description = "What it may do from then on, s2s.access.default says: what its app roles allow, or nothing.")
    @APIResponse(responseCode = "204", description = "Taken away")
    public void remove(@PathParam("consumer") String consumer) {
        if (!Conflicts.refused(() -> grants.remove(consumer, caller.consumer()))) {
            throw unknown();
        }
    }

    private Grant grant(String consumer, JsonBody json) {
        try {
            Grant grant = Grant.of(
                    consumer,
                    json.texts("tenants"),
                    json.texts("environments"),
                    json.textsByName("tables"),
                    json.text("impersonation", "none"),
                    json.textsIfAny("actions"),
                    json.flag("tokens"),
                    json.flag("bypass"));
            String said = json.text("consumer", consumer);
            if (!said.equals(consumer) && !said.equals(grant.consumer())) {
                throw new Refusal(ProblemType.BAD_REQUEST, "The member consumer is not the one in the path");
            }
            knownTables.mustKnow(grant);
            return grant;
        } catch (MalformedGrant malformed) {
            throw new Refusal(
                    ProblemType.BAD_REQUEST, "The member " + malformed.field() + ": " + malformed.getMessage());
        }
    }

    private URI address(Grant grant) {
        return URI.create(
                publicUrl.value() + "/api/grants/" + URLEncoder.encode(grant.consumer(), StandardCharsets.UTF_8));
    }

    private static Refusal unknown() {
        return new Refusal(ProblemType.NOT_FOUND, "The consumer has no grant");
    }
}
