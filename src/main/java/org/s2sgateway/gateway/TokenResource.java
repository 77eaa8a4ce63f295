package org.s2sgateway.gateway;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.s2sgateway.identity.Caller;
import org.s2sgateway.identity.Roles;

/** Hands out the application's own tokens, with which a consumer can go to Dataverse past the gateway. */
@Path("/environments/{host}/token")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Environments")
public class TokenResource {

    @Inject
    TokenHandOut handOut;

    @Inject
    Caller caller;

    @POST
    @RolesAllowed(Roles.TOKENS_ISSUE)
    @Operation(
            summary = "The application's access token for an environment",
            description =
                    "It opens all that the application user may, whatever a grant says of tables. Consumers with a"
                            + " grant, and all where s2s.access.default is deny, need one with \"tokens\": true.")
    @APIResponse(
            responseCode = "200",
            description = "A token",
            content = @Content(schema = @Schema(implementation = TokenJson.class)))
    public void issue(@PathParam("host") String host, @Suspended AsyncResponse response) {
        handOut.issue(caller, host).whenComplete((token, failure) -> {
            if (token != null) {
                // RFC 6749 section 5.1.
                response.resume(
                        Response.ok(token).header("Cache-Control", "no-store").build());
            } else {
                response.resume(TokenHandOut.refusal(failure));
            }
        });
    }
}
