package org.s2sgateway.applicationuser;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads rows of Dataverse; a column that is missing, null or of another type has no value. */
final class Rows {

    private Rows() {}

    /** The rows of a collection. */
    static List<JsonObject> of(JsonObject collection) {
        return collection.get("value") instanceof JsonArray rows
                ? rows.stream()
                        .filter(JsonObject.class::isInstance)
                        .map(JsonObject.class::cast)
                        .toList()
                : List.of();
    }

    static Optional<String> text(JsonObject row, String column) {
        return row.get(column) instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty();
    }

    static Optional<UUID> id(JsonObject row, String column) {
        return text(row, column).flatMap(Rows::uuid);
    }

    static int number(JsonObject row, String column) {
        return row.get(column) instanceof JsonNumber number ? number.intValue() : 0;
    }

    static boolean isTrue(JsonObject row, String column) {
        return JsonValue.TRUE.equals(row.get(column));
    }

    /** The names of the roles or accounts that these rows are. */
    static List<String> names(List<JsonObject> rows) {
        return rows.stream().flatMap(row -> text(row, "name").stream()).toList();
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }
}
