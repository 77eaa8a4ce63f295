package org.s2sgateway.management;

import jakarta.annotation.Resource;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Liveness and readiness, on the application's own port on every server. */
@Path("/health")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Health")
public class HealthResource {

    private static final int SECONDS_TO_ANSWER = 3;

    @Resource(name = "jdbc/s2s")
    private DataSource database;

    /** 200 as long as the application answers at all. */
    @GET
    @Path("/live")
    @PermitAll
    @SecurityRequirementsSet
    @Operation(summary = "Whether the application answers at all")
    public JsonObject live() {
        return Json.createObjectBuilder().add("status", "UP").build();
    }

    /** 200 when requests can be served: the database answers within three seconds. Otherwise 503. */
    @GET
    @Path("/ready")
    @PermitAll
    @SecurityRequirementsSet
    @Operation(summary = "Whether requests can be served: 200 or 503")
    public Response ready() {
        boolean up = databaseAnswers();
        JsonObject body = Json.createObjectBuilder()
                .add("status", up ? "UP" : "DOWN")
                .add(
                        "checks",
                        Json.createArrayBuilder()
                                .add(Json.createObjectBuilder()
                                        .add("name", "database")
                                        .add("status", up ? "UP" : "DOWN")))
                .build();
        return Response.status(up ? 200 : 503).entity(body).build();
    }

    private boolean databaseAnswers() {
        try (Connection connection = database.getConnection()) {
            return connection.isValid(SECONDS_TO_ANSWER);
        } catch (SQLException unreachable) {
            return false;
        }
    }
}
