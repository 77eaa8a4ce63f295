package org.s2sgateway.simulator.dataverse;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.s2sgateway.simulator.wire.JsonText;

/** What the requests of one change set have made so far, by their {@code Content-ID} (OData 4.0 part 1, section 11.7.3.1). */
final class ContentIds {

    private static final Pattern REFERENCE = Pattern.compile("/?\\$([A-Za-z0-9._~-]+)((?:[/?].*)?)", Pattern.DOTALL);

    /** Names that begin with a dollar sign, too, and are no references. */
    private static final Pattern RESERVED = Pattern.compile("/?\\$(?:batch|metadata|entity|crossjoin|all)(?:[/?(].*)?");

    private final Map<String, String> addresses = new HashMap<>();

    void put(String contentId, String address) {
        if (!contentId.isEmpty()) {
            addresses.put(contentId, address);
        }
    }

    /** The target with its reference replaced, as it is where it has none. */
    String target(String target) {
        return RESERVED.matcher(target).matches() ? target : resolved(target).orElse(target);
    }

    /** The JSON text with references replaced where links stand; what is not JSON stays as it is. */
    byte[] body(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        if (!text.contains("\"$")) {
            return body;
        }
        try {
            return object(JsonText.parse(text)).toString().getBytes(StandardCharsets.UTF_8);
        } catch (JsonException | ClassCastException notAnObject) {
            return body;
        }
    }

    private JsonObject object(JsonObject object) {
        JsonObjectBuilder resolved = JsonText.object();
        object.forEach((name, value) -> resolved.add(
                name, name.endsWith("@odata.bind") || name.equals("@odata.id") ? link(value) : any(value)));
        return resolved.build();
    }

    private JsonValue any(JsonValue value) {
        return switch (value.getValueType()) {
            case OBJECT -> object(value.asJsonObject());
            case ARRAY -> {
                JsonArrayBuilder array = JsonText.JSON.createArrayBuilder();
                value.asJsonArray().forEach(element -> array.add(any(element)));
                yield array.build();
            }
            default -> value;
        };
    }

    private JsonValue link(JsonValue value) {
        if (value instanceof JsonString text) {
            return JsonText.JSON.createValue(resolved(text.getString()).orElse(text.getString()));
        }
        if (value.getValueType() == JsonValue.ValueType.ARRAY) {
            JsonArrayBuilder array = JsonText.JSON.createArrayBuilder();
            value.asJsonArray().forEach(element -> array.add(link(element)));
            return array.build();
        }
        return value;
    }

    private Optional<String> resolved(String link) {
        Matcher reference = REFERENCE.matcher(link);
        if (!reference.matches()) {
            return Optional.empty();
        }
        String address = addresses.get(reference.group(1));
        if (address == null) {
            throw ODataRefusal.badRequest(
                    "Content-ID Reference: '$" + reference.group(1) + "' does not exist in the batch context.");
        }
        return Optional.of(address + reference.group(2));
    }
}
