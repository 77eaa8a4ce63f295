package org.s2sgateway.simulator.dataverse;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;
import org.s2sgateway.simulator.wire.JsonText;

/**
 * {@code EntityDefinitions} with their {@code Attributes}, and {@code RelationshipDefinitions}: never paged, by name or
 * id, with a cast to a kind of column or relationship (Microsoft, "Query table definitions using the Web API"). They are
 * read only.
 */
final class Definitions {

    static final String ENTITIES = "EntityDefinitions";
    static final String RELATIONSHIPS = "RelationshipDefinitions";

    private static final String CRM = "Microsoft.Dynamics.CRM.";
    private static final Pattern KEY = Pattern.compile("(?:(\\w+)=)?'?([\\w-]+)'?");
    private static final Pattern ATTRIBUTES =
            Pattern.compile("Attributes(?:\\(([^()/]*)\\))?(?:/Microsoft\\.Dynamics\\.CRM\\.(\\w+))?");

    private Definitions() {}

    static Answer answer(Call call, String root, String name, Optional<String> key, Optional<String> below) {
        if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
            throw ODataRefusal.notSimulated("Changing " + name);
        }
        DefinitionQuery query = DefinitionQuery.of(call);
        if (name.equals(RELATIONSHIPS)) {
            return relationships(query, root, key, below);
        }
        if (key.isEmpty()) {
            below.ifPresent(segment -> {
                throw ODataRefusal.unknownSegment(segment);
            });
            return list(
                    query,
                    root,
                    ENTITIES,
                    Schema.ALL.stream().map(Definitions::entity).toList());
        }
        EntityType type = entity(key.get());
        return below.isEmpty()
                ? single(query, root, ENTITIES, entity(type))
                : attributes(query, root, type, below.get());
    }

    private static Answer attributes(DefinitionQuery query, String root, EntityType type, String below) {
        Matcher segments = ATTRIBUTES.matcher(below);
        if (!segments.matches()) {
            throw ODataRefusal.unknownSegment(below);
        }
        String cast = segments.group(2);
        String context =
                ENTITIES + "('" + type.logicalName() + "')/Attributes" + (cast == null ? "" : "/" + CRM + cast);
        List<JsonObject> all = type.columns().stream()
                .map(column -> AttributeDefinition.json(type, column))
                .filter(attribute ->
                        cast == null || attribute.getString("@odata.type").equals("#" + CRM + cast))
                .toList();
        return segments.group(1) == null
                ? list(query, root, context, all)
                : single(query, root, context, find(all, segments.group(1), "LogicalName"));
    }

    private static Answer relationships(
            DefinitionQuery query, String root, Optional<String> key, Optional<String> below) {
        List<JsonObject> all = Schema.RELATIONSHIPS.stream()
                .map(Definitions::relationship)
                .filter(one -> below.isEmpty() || one.getString("@odata.type").equals("#" + below.get()))
                .toList();
        if (below.isPresent() && !below.get().startsWith(CRM)) {
            throw ODataRefusal.unknownSegment(below.get());
        }
        String context = RELATIONSHIPS + below.map(cast -> "/" + cast).orElse("");
        return key.isEmpty()
                ? list(query, root, context, all)
                : single(query, root, context, find(all, key.get(), "SchemaName"));
    }

    private static EntityType entity(String key) {
        String name = find(Schema.ALL.stream().map(Definitions::entity).toList(), key, "LogicalName")
                .getString("LogicalName");
        return Schema.byName(name).orElseThrow();
    }

    private static JsonObject find(List<JsonObject> all, String key, String alternateKey) {
        Matcher parts = KEY.matcher(key);
        if (!parts.matches() || parts.group(1) != null && !parts.group(1).equals(alternateKey)) {
            throw ODataRefusal.badRequest("Bad Request - Error in query syntax.");
        }
        String property = parts.group(1) == null ? "MetadataId" : alternateKey;
        return all.stream()
                .filter(one -> one.getString(property).equals(parts.group(2)))
                .findFirst()
                .orElseThrow(() -> new ODataRefusal(
                        404,
                        ODataRefusal.DOES_NOT_EXIST,
                        "Could not find an entity with name " + parts.group(2) + "."));
    }

    private static JsonObject entity(EntityType type) {
        JsonObjectBuilder entity = JsonText.object()
                .add("LogicalName", type.logicalName())
                .add("SchemaName", type.privilegeName().equals("User") ? "SystemUser" : type.privilegeName())
                .add("EntitySetName", type.entitySet())
                .add("LogicalCollectionName", type.entitySet())
                .add("PrimaryIdAttribute", type.primaryKey())
                .add("IsCustomEntity", false)
                .add("ChangeTrackingEnabled", ChangeTracking.tracks(type))
                .add("MetadataId", id("table " + type.logicalName()));
        type.nameColumn().ifPresent(name -> entity.add("PrimaryNameAttribute", name.name()));
        return entity.build();
    }

    private static JsonObject relationship(Relationship relationship) {
        JsonObjectBuilder json = JsonText.object()
                .add(
                        "@odata.type",
                        "#" + CRM + (relationship.manyToMany() ? "ManyToMany" : "OneToMany") + "RelationshipMetadata")
                .add("SchemaName", relationship.schemaName())
                .add("RelationshipType", relationship.manyToMany() ? "ManyToManyRelationship" : "OneToManyRelationship")
                .add("MetadataId", id("relationship " + relationship.schemaName()));
        if (relationship.manyToMany()) {
            json.add("Entity1LogicalName", relationship.referencing().logicalName())
                    .add("Entity2LogicalName", relationship.referenced().logicalName());
        } else {
            json.add("ReferencedEntity", relationship.referenced().logicalName())
                    .add("ReferencingEntity", relationship.referencing().logicalName())
                    .add("ReferencingAttribute", AttributeDefinition.logicalName(relationship.column()))
                    .add("ReferencedEntityNavigationPropertyName", relationship.collection())
                    .add("ReferencingEntityNavigationPropertyName", relationship.navigation());
        }
        return json.build();
    }

    static String id(String what) {
        return UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static Answer list(DefinitionQuery query, String root, String context, List<JsonObject> all) {
        JsonArrayBuilder value = JsonText.JSON.createArrayBuilder();
        all.stream().filter(query::matches).map(query::selection).forEach(value::add);
        return Answer.text(
                200,
                WebApi.JSON,
                JsonText.object()
                        .add("@odata.context", root + "$metadata#" + context + query.context())
                        .add("value", value)
                        .build()
                        .toString());
    }

    private static Answer single(DefinitionQuery query, String root, String context, JsonObject one) {
        JsonObjectBuilder json =
                JsonText.object().add("@odata.context", root + "$metadata#" + context + query.context() + "/$entity");
        query.selection(one).forEach(json::add);
        return Answer.text(200, WebApi.JSON, json.build().toString());
    }
}
