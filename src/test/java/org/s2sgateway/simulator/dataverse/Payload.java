package org.s2sgateway.simulator.dataverse;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.s2sgateway.simulator.wire.Call;
import org.s2sgateway.simulator.wire.JsonText;

/** Reads the columns that a write sets; an empty value stands for JSON's null. */
final class Payload {

    private static final String BIND = "@odata.bind";

    private final EntityType type;
    private final Request request;
    private final Data data;

    Payload(EntityType type, Request request, Data data) {
        this.type = type;
        this.request = request;
        this.data = data;
    }

    Map<String, Optional<Object>> columns() {
        requireJson(request.call());
        Map<String, Optional<Object>> columns = new LinkedHashMap<>();
        for (Map.Entry<String, JsonValue> property : object(request.call()).entrySet()) {
            String name = property.getKey();
            if (name.endsWith(BIND)) {
                bind(columns, name.substring(0, name.length() - BIND.length()), property.getValue());
            } else if (!name.contains("@")) {
                // Others are annotations of the client; they change nothing.
                set(columns, name, property.getValue());
            }
        }
        return columns;
    }

    private void set(Map<String, Optional<Object>> columns, String name, JsonValue value) {
        Optional<Navigation> navigation = Schema.navigation(type, name);
        if (navigation.isPresent()) {
            if (value.getValueType() != JsonValue.ValueType.NULL
                    || navigation.get().collection()) {
                throw ODataRefusal.notSimulated("Creating related rows with a row");
            }
            columns.put(navigation.get().relationship().column(), Optional.empty());
            return;
        }
        Column column = column(type, name);
        if (column.kind() == Column.Kind.LOOKUP) {
            throw ODataRefusal.badRequest("CRM do not support direct update of Entity Reference properties, Use"
                    + " Navigation properties instead.");
        }
        if (column.kind() == Column.Kind.IMAGE && value.getValueType() != JsonValue.ValueType.NULL) {
            throw ODataRefusal.notSimulated("Setting an image with a row");
        }
        if (column.writable()) {
            columns.put(name, value(column, value));
        }
    }

    /** A lookup, by the address of a row. */
    private void bind(Map<String, Optional<Object>> columns, String property, JsonValue value) {
        Navigation navigation = Schema.navigation(type, property)
                .filter(found -> !found.collection())
                .orElseThrow(() ->
                        ODataRefusal.badPayload("Microsoft.OData.ODataException: An undeclared property '" + property
                                + "' which only has property annotations in the payload but no property value was found"
                                + " in the payload."));
        if (value.getValueType() == JsonValue.ValueType.NULL) {
            columns.put(navigation.relationship().column(), Optional.empty());
            return;
        }
        if (!(value instanceof JsonString link)) {
            throw ODataRefusal.badPayload("Microsoft.OData.ODataException: '" + property + BIND + "' is not a text.");
        }
        Row row = Link.parse(link.getString(), request.root()).row(navigation, data);
        request.user().requireLink(type, navigation.target());
        columns.put(navigation.relationship().column(), Optional.of(row.id()));
    }

    private static void requireJson(Call call) {
        String mediaType = call.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!mediaType.startsWith("application/json")) {
            throw new ODataRefusal(
                    415,
                    ODataRefusal.BAD_REQUEST,
                    "A supported MIME type could not be found that matches the content type.");
        }
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

    static Optional<Object> value(Column column, JsonValue value) {
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
