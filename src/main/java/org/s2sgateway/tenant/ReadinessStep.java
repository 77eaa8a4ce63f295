package org.s2sgateway.tenant;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.io.StringReader;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What one step of the readiness ladder found, in the words of the API: {@code outcome} is {@code passed},
 * {@code failed} or {@code skipped}; a failure says its code, what it means, who has to act and how.
 */
@JsonbPropertyOrder({"step", "outcome", "code", "explanation", "actor", "remedy"})
@JsonbNillable
public record ReadinessStep(
        String step,
        String outcome,
        @Schema(nullable = true) @Nullable String code,
        @Schema(nullable = true) @Nullable String explanation,
        @Schema(nullable = true) @Nullable String actor,
        @Schema(nullable = true) @Nullable String remedy) {

    /** The text in which an environment keeps its latest steps. */
    static String toJson(List<ReadinessStep> steps) {
        var array = Json.createArrayBuilder();
        steps.forEach(step -> array.add(step.toJson()));
        return array.build().toString();
    }

    /** Reads what {@link #toJson(List)} wrote. */
    static List<ReadinessStep> fromJson(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            JsonArray array = reader.readArray();
            Function<JsonValue, ReadinessStep> step = value -> from(value.asJsonObject());
            return array.stream().map(step).toList();
        }
    }

    private JsonObjectBuilder toJson() {
        JsonObjectBuilder json = Json.createObjectBuilder().add("step", step).add("outcome", outcome);
        add(json, "code", code);
        add(json, "explanation", explanation);
        add(json, "actor", actor);
        add(json, "remedy", remedy);
        return json;
    }

    private static void add(JsonObjectBuilder json, String member, @Nullable String value) {
        if (value != null) {
            json.add(member, value);
        }
    }

    private static ReadinessStep from(JsonObject json) {
        return new ReadinessStep(
                json.getString("step"),
                json.getString("outcome"),
                json.getString("code", null),
                json.getString("explanation", null),
                json.getString("actor", null),
                json.getString("remedy", null));
    }
}
