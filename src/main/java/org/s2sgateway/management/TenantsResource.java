package org.s2sgateway.management;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.identity.Caller;
import org.s2sgateway.identity.Roles;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.registration.Mode;
import org.s2sgateway.registration.Registration;
import org.s2sgateway.settings.Guid;
import org.s2sgateway.settings.PublicUrl;
import org.s2sgateway.tenant.Tenant;
import org.s2sgateway.tenant.Tenants;

/** The registry's tenants. */
@Path("/tenants")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tenants")
public class TenantsResource {

    private static final int LONGEST_NAME = 200;

    @Inject
    Tenants tenants;

    @Inject
    Registration registration;

    @Inject
    PublicUrl publicUrl;

    @Inject
    Caller caller;

    /** What the POST takes. */
    @Schema(name = "NewTenant")
    record NewTenant(UUID tenantId, String name) {}

    /** What the PATCH takes. */
    @Schema(name = "TenantChange")
    record TenantChange(@Schema(enumeration = {"suspended", "active"}) String status) {}

    @GET
    @RolesAllowed(Roles.TENANTS_READ)
    @Operation(summary = "All tenants, in the order of their ids")
    public Page<TenantJson> list(@BeanParam ListQuery query) {
        Slice slice = query.slice(Guid::isCanonical);
        return slice.page(
                address(""),
                tenants.after(slice.after(), slice.fetch()),
                tenant -> tenant.tenantId().toString(),
                TenantJson::of);
    }

    @POST
    @RolesAllowed(Roles.TENANTS_MANAGE)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Adds a customer's tenant, which has yet to consent; in multi-tenant mode only")
    @RequestBody(content = @Content(schema = @Schema(implementation = NewTenant.class)))
    @APIResponseSchema(value = TenantJson.class, responseCode = "201")
    public Response add(@Nullable InputStream body) {
        JsonBody json = JsonBody.read(body, Set.of("tenantId", "name"));
        UUID tenantId = TenantIds.parse("The member tenantId", json.text("tenantId"));
        String name = name(json.text("name"));
        if (registration.mode() == Mode.SINGLE_TENANT) {
            throw new Refusal(ProblemType.CONFLICT, "In single-tenant mode there is no tenant but the home tenant");
        }
        Tenant tenant = Conflicts.refused(() -> tenants.invite(tenantId, name, caller.consumer()));
        return Response.created(URI.create(address("/" + tenantId)))
                .entity(TenantJson.of(tenant))
                .build();
    }

    @GET
    @Path("/{tenantId}")
    @RolesAllowed(Roles.TENANTS_READ)
    @Operation(summary = "One tenant")
    public TenantJson one(@PathParam("tenantId") String tenantId) {
        return found(tenants.find(id(tenantId)));
    }

    @PATCH
    @Path("/{tenantId}")
    @RolesAllowed(Roles.TENANTS_MANAGE)
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @Operation(summary = "Suspends a tenant; lifts a suspension to the state before it; approves a waiting consent")
    @RequestBody(content = @Content(schema = @Schema(implementation = TenantChange.class)))
    public TenantJson change(@PathParam("tenantId") String tenantId, @Nullable InputStream body) {
        UUID id = id(tenantId);
        String status = JsonBody.read(body, Set.of("status")).text("status");
        String actor = caller.consumer();
        return found(Conflicts.refused(() -> switch (status) {
            case "suspended" -> tenants.suspend(id, actor);
            case "active" -> tenants.activate(id, actor);
            default -> throw new Refusal(ProblemType.BAD_REQUEST, "The member status has to be suspended or active");
        }));
    }

    @DELETE
    @Path("/{tenantId}")
    @RolesAllowed(Roles.TENANTS_MANAGE)
    @Operation(summary = "Off-boards a tenant and removes its environments; never the home tenant")
    @APIResponse(responseCode = "204", description = "Off-boarded")
    public void offboard(
            @PathParam("tenantId") String tenantId,
            @QueryParam("erasePersons")
                    @Parameter(
                            description = "Whether the persons in the tenant's events are erased, for good; also of a"
                                    + " tenant that was off-boarded before",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    @Nullable
                    String erasePersons) {
        UUID id = id(tenantId);
        boolean erasing = isTrue("erasePersons", erasePersons);
        if (id.equals(registration.tenantId())) {
            throw new Refusal(ProblemType.CONFLICT, "The home tenant cannot be off-boarded");
        }
        String actor = caller.consumer();
        found(Conflicts.refused(
                () -> erasing ? tenants.offboardAndErasePersons(id, actor) : tenants.offboard(id, actor)));
    }

    private static boolean isTrue(String parameter, @Nullable String text) {
        if (text != null && !text.equals("true") && !text.equals("false")) {
            throw new Refusal(ProblemType.BAD_REQUEST, parameter + " has to be true or false");
        }
        return "true".equals(text);
    }

    private static UUID id(String tenantId) {
        return TenantIds.inPath(tenantId);
    }

    private static TenantJson found(Optional<Tenant> tenant) {
        return tenant.map(TenantJson::of)
                .orElseThrow(() -> new Refusal(ProblemType.NOT_FOUND, "There is no such tenant in the registry"));
    }

    private static String name(String text) {
        String name = text.strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new Refusal(
                    ProblemType.BAD_REQUEST,
                    "The member name has to be 1 to " + LONGEST_NAME + " characters without control characters");
        }
        return name;
    }

    private String address(String path) {
        return publicUrl.value() + "/api/tenants" + path;
    }
}
