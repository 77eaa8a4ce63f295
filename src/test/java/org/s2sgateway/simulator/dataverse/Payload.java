package org.s2sgateway.simulator.dataverse;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.s2sgateway.simulator.wire.Call;
import org.s2sgateway.simulator.wire.JsonText;

/** Reads the columns that a write sets; an empty value stands for JSON's null. */
final class Payload {

    private Payload() {}

    static Map<String, Optional<Object>> columns(EntityType type, Call call) {
        String mediaType = call.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!mediaType.startsWith("application/json")) {
            throw new ODataRefusal(
                    415,
                    ODataRefusal.BAD_REQUEST,
                    "A supported MIME type could not be found that matches the content type.");
        }
        Map<String, Optional<Object>> columns = new LinkedHashMap<>();
        for (Map.Entry<String, JsonValue> property : object(call).entrySet()) {
            String name = property.getKey();
            if (name.endsWith("@odata.bind")) {
                throw ODataRefusal.notSimulated("Setting a lookup");
            }
            // Annotations of the client; they change nothing.
            if (!name.contains("@")) {
                Column column = column(type, name);
                if (column.writable()) {
                    columns.put(name, value(column, property.getValue()));
                }
            }
        }
        return columns;
    }

    static JsonObject object(Call call) {
        try {
            return JsonText.parse(call.text());
        } catch (JsonException | ClassCastException e) {
            throw ODataRefusal.badPayload("Microsoft.OData.ODataException: the body is not a JSON object.");
        }
    }

    private static Column column(EntityType type, String name) {
        return type.find(name)
                .orElseThrow(() -> ODataRefusal.badPayload("Microsoft.OData.ODataException: The property '" + name
                        + "' does not exist on type '" + type.qualifiedName() + "'."));
    }

    private static Optional<Object> value(Column column, JsonValue value) {
        if (value.getValueType() == JsonValue.ValueType.NULL) {
            return Optional.empty();
        }
        try {
            return Optional.of(column.type().ofJson(value));
        } catch (ClassCastException | IllegalArgumentException | ArithmeticException e) {
            throw ODataRefusal.badPayload("Microsoft.OData.ODataException: Cannot convert the value of '"
                    + column.name() + "' to the expected type '" + column.type().edmName() + "'.");
        }
    }
}
