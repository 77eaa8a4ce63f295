package org.s2sgateway.management;

import static org.eclipse.microprofile.openapi.OASFactory.createAPIResponse;
import static org.eclipse.microprofile.openapi.OASFactory.createContent;
import static org.eclipse.microprofile.openapi.OASFactory.createMediaType;
import static org.eclipse.microprofile.openapi.OASFactory.createParameter;
import static org.eclipse.microprofile.openapi.OASFactory.createSchema;

import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.s2sgateway.grants.Verb;

/**
 * Completes the API's description with what the annotations of each resource would repeat: the shape of a refusal in
 * the dialect of the address, the app roles that a method asks for, and the path parameters that it does not read. Used by
 * the build only.
 */
public final class ApiDescription implements OASFilter {

    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

    @Override
    public void filterOpenAPI(OpenAPI api) {
        api.getComponents()
                .addSchema(
                        "Problem",
                        object("RFC 9457, with our code", "type", "title", "detail", "code")
                                .addProperty("status", createSchema().type(Schema.SchemaType.INTEGER)));
        api.getComponents()
                .addSchema(
                        "ODataError",
                        object("The error object of OData")
                                .addProperty("error", object("With our code", "code", "message")));
        verbs(api).enumeration(Stream.of(Verb.values()).map(Verb::text).collect(Collectors.toList()));
        api.getPaths().getPathItems().forEach(ApiDescription::complete);
    }

    private static Schema verbs(OpenAPI api) {
        return Optional.ofNullable(api.getComponents().getSchemas().get("Grant"))
                .map(grant -> grant.getProperties().get("tables"))
                .map(tables -> tables.getAdditionalPropertiesSchema().getItems())
                .orElseThrow();
    }

    private static void complete(String path, PathItem item) {
        APIResponse refusal = path.startsWith("/api/dataverse/")
                ? refusal("application/json", "ODataError")
                : refusal("application/problem+json", "Problem");
        for (Operation operation : item.getOperations().values()) {
            operation.getResponses().addAPIResponse("default", refusal);
            sayRoles(operation);
        }
        VARIABLE.matcher(path)
                .results()
                .map((MatchResult result) -> result.group(1))
                .filter(name -> item.getOperations().values().stream().noneMatch(it -> hasParameter(it, name)))
                .forEach(name -> item.addParameter(createParameter()
                        .name(name)
                        .in(Parameter.In.PATH)
                        .required(true)
                        .schema(text())));
    }

    /** The operation comes with its method for an id, which is nothing for those who read the description. */
    private static void sayRoles(Operation operation) {
        String id = operation.getOperationId();
        operation.setOperationId(null);
        int name = id.lastIndexOf('_');
        Stream.of(resource(id.substring(0, name)).getDeclaredMethods())
                .filter(method -> method.getName().equals(id.substring(name + 1)))
                .flatMap(method -> Stream.ofNullable(method.getAnnotation(RolesAllowed.class)))
                .findFirst()
                .map(roles -> "App role: " + String.join(" or ", roles.value()) + ".")
                .ifPresent(words -> operation.setDescription(
                        operation.getDescription() == null ? words : words + " " + operation.getDescription()));
    }

    private static Class<?> resource(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static boolean hasParameter(Operation operation, String name) {
        List<Parameter> parameters = operation.getParameters();
        return parameters != null && parameters.stream().anyMatch(parameter -> name.equals(parameter.getName()));
    }

    private static APIResponse refusal(String mediaType, String schema) {
        return createAPIResponse()
                .description("A refusal of the gateway itself; the code says which")
                .content(createContent()
                        .addMediaType(
                                mediaType,
                                createMediaType().schema(createSchema().ref("#/components/schemas/" + schema))));
    }

    private static Schema object(String description, String... texts) {
        Schema object = createSchema().type(Schema.SchemaType.OBJECT).description(description);
        for (String member : texts) {
            object.addProperty(member, text());
        }
        return object;
    }

    private static Schema text() {
        return createSchema().type(Schema.SchemaType.STRING);
    }
}
