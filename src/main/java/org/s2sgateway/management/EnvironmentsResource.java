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
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.grants.Reach;
import org.s2sgateway.identity.Caller;
import org.s2sgateway.identity.Roles;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.readiness.ChecksAtOnce;
import org.s2sgateway.readiness.EnvironmentRegistration;
import org.s2sgateway.settings.PublicUrl;
import org.s2sgateway.tenant.Environment;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.tenant.Environments;
import org.s2sgateway.tenant.Tenant;
import org.s2sgateway.tenant.Tenants;

/** The registry's environments, by their hosts. */
@Path("/environments")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Environments")
public class EnvironmentsResource {

    @Inject
    Environments environments;

    @Inject
    Tenants tenants;

    @Inject
    EnvironmentRegistration registration;

    @Inject
    PublicUrl publicUrl;

    @Inject
    ChecksAtOnce checks;

    @Inject
    Reach reach;

    @Inject
    Caller caller;

    /** What the PATCH takes. */
    @Schema(name = "EnvironmentChange")
    record EnvironmentChange(@Schema(enumeration = {"disabled", "active"}) String status) {}

    @GET
    @RolesAllowed({Roles.DATAVERSE_ACCESS, Roles.TENANTS_READ})
    @Operation(summary = "All environments for those who read the registry, else those that the caller can reach")
    public Page<EnvironmentJson> list(@BeanParam ListQuery query) {
        Slice slice = query.slice(EnvironmentsResource::isHost);
        List<Environment> found = caller.has(Roles.TENANTS_READ)
                ? environments.after(slice.after(), slice.fetch())
                : reach.after(caller.consumer(), slice.after(), slice.fetch());
        return slice.page(
                publicUrl.value() + "/api/environments",
                found,
                environment -> environment.host().value(),
                EnvironmentJson::of);
    }

    @GET
    @Path("/{host}")
    @RolesAllowed(Roles.TENANTS_READ)
    @Operation(summary = "One environment")
    public EnvironmentJson one(@PathParam("host") String host) {
        return found(environments.find(host(host)));
    }

    @PATCH
    @Path("/{host}")
    @RolesAllowed(Roles.TENANTS_MANAGE)
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @Operation(summary = "Disables an environment, or opens it again")
    @RequestBody(content = @Content(schema = @Schema(implementation = EnvironmentChange.class)))
    public EnvironmentJson change(@PathParam("host") String host, @Nullable InputStream body) {
        EnvironmentHost parsed = host(host);
        String status = JsonBody.read(body, Set.of("status")).text("status");
        String actor = caller.consumer();
        return found(Conflicts.refused(() -> switch (status) {
            case "disabled" -> environments.disable(parsed, actor);
            case "active" -> environments.activate(parsed, actor);
            default -> throw new Refusal(ProblemType.BAD_REQUEST, "The member status has to be disabled or active");
        }));
    }

    @DELETE
    @Path("/{host}")
    @RolesAllowed(Roles.TENANTS_MANAGE)
    @Operation(summary = "Takes an environment out of the registry")
    @APIResponse(responseCode = "204", description = "Removed")
    public void remove(@PathParam("host") String host) {
        EnvironmentHost parsed = host(host);
        if (!Conflicts.refused(() -> environments.remove(parsed, caller.consumer()))) {
            throw unknown();
        }
    }

    @POST
    @Path("/{host}/check")
    @RolesAllowed(Roles.TENANTS_MANAGE)
    @Operation(summary = "Runs the readiness ladder and says, step by step, what is missing, who acts, and how")
    public CheckJson check(@PathParam("host") String host) {
        Environment environment = environments.find(host(host)).orElseThrow(EnvironmentsResource::unknown);
        Tenant tenant = tenants.find(environment.tenantId()).orElseThrow(EnvironmentsResource::unknown);
        return CheckJson.of(
                Checks.run(checks, () -> registration.check(environment, tenant.status(), caller.consumer())));
    }

    /** Whether the text is a host in its canonical form. */
    static boolean isHost(String text) {
        try {
            return new EnvironmentHost(text).value().equals(text);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** The host in a path, in whatever form callers know it; what cannot be a host is an unknown one. */
    static EnvironmentHost host(String text) {
        return EnvironmentHost.find(text).orElseThrow(EnvironmentsResource::unknown);
    }

    private static EnvironmentJson found(Optional<Environment> environment) {
        return environment.map(EnvironmentJson::of).orElseThrow(EnvironmentsResource::unknown);
    }

    private static Refusal unknown() {
        return new Refusal(ProblemType.UNKNOWN_ENVIRONMENT, "There is no such environment in the registry");
    }
}
