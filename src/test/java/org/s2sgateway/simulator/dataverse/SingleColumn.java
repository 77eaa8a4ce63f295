package org.s2sgateway.simulator.dataverse;

import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.JsonText;

/** One column of one row, as a resource of its own. */
final class SingleColumn {

    private SingleColumn() {}

    static Answer answer(Request request, EntitySet set, Row row, Column column, String suffix) {
        switch (request.call().method()) {
            case "GET", "HEAD" -> {
                request.user().require("Read", set.type());
                return value(request, set.type(), row, column, suffix);
            }
            case "PUT" -> {
                request.user().require("Write", set.type());
                JsonValue given = Payload.object(request.call()).getOrDefault("value", JsonValue.NULL);
                requireWritable(column);
                set.change(request, row, Map.of(column.name(), Payload.value(column, given)));
            }
            case "DELETE" -> {
                request.user().require("Write", set.type());
                requireWritable(column);
                set.change(request, row, Map.of(column.name(), Optional.empty()));
            }
            default -> throw ODataRefusal.methodNotAllowed(request.call().method());
        }
        return Answer.empty(204);
    }

    private static void requireWritable(Column column) {
        if (!column.writable()) {
            throw ODataRefusal.badRequest("The property '" + column.name() + "' cannot be updated.");
        }
    }

    private static Answer value(Request request, EntityType type, Row row, Column column, String suffix) {
        Optional<Object> value = row.value(column.name());
        if (value.isEmpty()) {
            return Answer.empty(204);
        }
        if (suffix.equals("$value")) {
            return Answer.text(200, "text/plain", value.get().toString());
        }
        JsonObjectBuilder json = JsonText.object()
                .add(
                        "@odata.context",
                        request.root() + "$metadata#" + type.entitySet() + "(" + row.id() + ")/" + column.name());
        String body = column.type().add(json, "value", value.get()).build().toString();
        return Answer.text(200, WebApi.JSON, body);
    }
}
