package org.s2sgateway.management;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.diagnosis.Diagnosis;
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
    EnvironmentRegistration registration;

    @Inject
    PublicUrl publicUrl;

    @Inject
    ChecksAtOnce checks;

    @Inject
    Caller caller;

    /** What the POST takes. */
    @Schema(name = "NewEnvironment")
    record NewEnvironment(@Schema(example = "https://contoso.crm4.dynamics.com") String url) {}

    @GET
    @RolesAllowed(Roles.TENANTS_READ)
    @Operation(summary = "The environments of a tenant, in the order of their hosts")
    public Page<EnvironmentJson> list(@PathParam("tenantId") String tenantId, @BeanParam ListQuery query) {
        UUID id = TenantIds.inPath(tenantId);
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

    @POST
    @RolesAllowed(Roles.TENANTS_MANAGE)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Registers an environment of the tenant and runs the readiness ladder once",
            description = "Nothing is stored unless the host is allowed, answers as Dataverse, and is of this tenant.")
    @RequestBody(content = @Content(schema = @Schema(implementation = NewEnvironment.class)))
    @APIResponse(responseCode = "201", description = "Registered; steps tell what is still missing")
    @APIResponse(responseCode = "200", description = "It was registered already")
    public Response register(@PathParam("tenantId") String tenantId, @Nullable InputStream body) {
        UUID id = TenantIds.inPath(tenantId);
        EnvironmentHost host = address(JsonBody.read(body, Set.of("url")).text("url"));
        Tenant tenant = tenants.find(id)
                .orElseThrow(() -> new Refusal(ProblemType.NOT_FOUND, "There is no such tenant in the registry"));
        return Checks.run(checks, () -> registration.register(tenant, host, caller.consumer()))
                .fold(
                        registered -> Response.created(location(registered.environment()))
                                .entity(EnvironmentJson.of(registered.environment()))
                                .build(),
                        already -> Response.ok(EnvironmentJson.of(already.environment()))
                                .build(),
                        notAllowed -> {
                            throw new Refusal(
                                    ProblemType.BAD_REQUEST,
                                    "The host " + host.value() + " is not an allowed environment host; allowed are "
                                            + String.join(", ", notAllowed.patterns())
                                            + ". The operator of this gateway sets them with s2s.dataverse.hosts.");
                        },
                        other -> {
                            throw new Refusal(ProblemType.OTHER_TENANT, other.explanation());
                        },
                        noAnswer -> {
                            throw refusal(noAnswer.diagnosis());
                        });
    }

    private static EnvironmentHost address(String url) {
        try {
            return EnvironmentHost.parse(url);
        } catch (IllegalArgumentException malformed) {
            throw new Refusal(ProblemType.BAD_REQUEST, "The member url: " + malformed.getMessage());
        }
    }

    private URI location(Environment environment) {
        return URI.create(
                publicUrl.value() + "/api/environments/" + environment.host().value());
    }

    private static Refusal refusal(Diagnosis diagnosis) {
        ProblemType type =
                switch (diagnosis.code()) {
                    case "S2S.Timeout" -> ProblemType.TIMEOUT;
                    case "S2S.UnexpectedAnswer" -> ProblemType.UNEXPECTED_ANSWER;
                    default -> ProblemType.ENVIRONMENT_UNREACHABLE;
                };
        return new Refusal(type, diagnosis.inWords())
                .with("actor", diagnosis.actor().word())
                .with("remedy", diagnosis.remedy());
    }
}
