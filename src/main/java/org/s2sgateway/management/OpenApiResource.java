package org.s2sgateway.management;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The description of this API, which the build makes out of its resources. */
@Path("/openapi")
@RequestScoped
@DenyAll
@Tag(name = "Description")
public class OpenApiResource {

    private static final String JSON = MediaType.APPLICATION_JSON;
    private static final String OPENAPI_JSON = "application/vnd.oai.openapi+json";
    // RFC 9512; the next two are what it was called before.
    private static final String YAML = "application/yaml";
    private static final String TEXT_YAML = "text/yaml";
    private static final String OPENAPI_YAML = "application/vnd.oai.openapi";

    private static final List<MediaType> OFFERED = List.of(
            new MediaType("application", "json"),
            new MediaType("application", "vnd.oai.openapi+json"),
            new MediaType("application", "yaml"),
            new MediaType("text", "yaml"),
            new MediaType("application", "vnd.oai.openapi"));

    @Context
    HttpHeaders headers;

    /** JSON unless YAML is asked for. */
    @GET
    @PermitAll
    @SecurityRequirementsSet
    @Produces({JSON, OPENAPI_JSON, YAML, TEXT_YAML, OPENAPI_YAML})
    @Operation(summary = "This description, as JSON or YAML")
    @APIResponse(
            responseCode = "200",
            description = "OpenAPI 3.0",
            content = {@Content(mediaType = JSON), @Content(mediaType = YAML)})
    public Response description() {
        MediaType type = chosen(headers.getAcceptableMediaTypes());
        boolean yaml = OFFERED.indexOf(type) > 1;
        return Response.ok(document(yaml ? "openapi.yaml" : "openapi.json"), type.withCharset("utf-8"))
                .build();
    }

    /** The first of ours for the best of theirs: servers differ in what they choose for a star. */
    static MediaType chosen(List<MediaType> acceptable) {
        return acceptable.stream()
                .flatMap(wanted -> OFFERED.stream().filter(wanted::isCompatible))
                .findFirst()
                .orElse(OFFERED.get(0));
    }

    private static byte[] document(String name) {
        try (InputStream stream = OpenApiResource.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(stream, "The build did not make " + name)
                    .readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
