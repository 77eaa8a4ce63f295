package org.s2sgateway.simulator.wire;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.Collection;

/** JSON-P without its lookup of a provider per call. */
public final class JsonText {

    /** The provider, which is thread-safe. */
    public static final JsonProvider JSON = JsonProvider.provider();

    private JsonText() {}

    public static JsonObjectBuilder object() {
        return JSON.createObjectBuilder();
    }

    public static JsonArrayBuilder strings(Collection<String> values) {
        JsonArrayBuilder array = JSON.createArrayBuilder();
        values.forEach(array::add);
        return array;
    }

    /** Reads an object; throws {@link jakarta.json.JsonException} or {@link ClassCastException} for anything else. */
    public static JsonObject parse(String text) {
        try (JsonReader reader = JSON.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
