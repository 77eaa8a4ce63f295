package org.s2sgateway.management;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** The REST side of the application: all resources and providers that CDI finds, below {@code /api}. */
@ApplicationPath("/api")
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
