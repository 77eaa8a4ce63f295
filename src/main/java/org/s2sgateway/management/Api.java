package org.s2sgateway.management;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** The REST side of the application: all resources and providers that CDI finds, below {@code /api}. */
@ApplicationPath("/api")
@OpenAPIDefinition(
        info =
                @Info(
                        title = "S2S Gateway for Microsoft Dataverse",
                        version = "1",
                        description = "The registry of tenants and environments, and the Dataverse Web API of every"
                                + " registered environment behind one address."
                                + " Errors are application/problem+json with type, title, status, detail and code.",
                        license = @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
        security = @SecurityRequirement(name = "bearer"))
@SecurityScheme(
        securitySchemeName = "bearer",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        bearerFormat = "JWT",
        description = "An access token of the home tenant for this gateway; its app roles say what the caller may do.")
public class Api extends Application {

    @Override
    public Map<String, Object> getProperties() {
        // Jersey would hold back 8 KiB of every answer, even when it is flushed.
        return Map.of(
                "jersey.config.contentLength.buffer",
                0,
                "jersey.config.contentLength.buffer.server",
                0,
                // An answer without a body, such as a 404 from Dataverse, would become the container's error page.
                "jersey.config.server.response.setStatusOverSendError",
                true,
                // The API is described at /api/openapi and nowhere else.
                "jersey.config.server.wadl.disableWadl",
                true);
    }
}
