package org.s2sgateway.isolation;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What came back: headers by their names in lower case, and the body unpacked. */
record Answer(int status, Map<String, List<String>> headers, String body) {

    /** Codes of answers that say nothing but that it was too much, or too early. */
    private static final List<String> BUSY = List.of("S2S.Busy", "S2S.TooManyAttempts", "S2S.Throttled");

    Answer {
        Map<String, List<String>> lower = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        lower.putAll(headers);
        headers = lower;
    }

    Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** Everything that somebody could read in it. */
    String text() {
        StringBuilder text = new StringBuilder();
        headers.forEach((name, values) -> values.forEach(
                value -> text.append(name).append(": ").append(value).append('\n')));
        return text.append('\n').append(body.replace("\\/", "/")).toString();
    }

    /** Empty where the body is no JSON object. */
    JsonObject json() {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return reader.readObject();
        } catch (JsonException notJson) {
            return JsonValue.EMPTY_JSON_OBJECT;
        }
    }

    /** The objects in a member that is a list. */
    List<JsonObject> items(String member) {
        return json().get(member) instanceof JsonArray items ? items.getValuesAs(JsonObject.class) : List.of();
    }

    /** The code of a refusal in whichever dialect; empty where there is none. */
    String code() {
        JsonObject json = json();
        JsonObject error = json.get("error") instanceof JsonObject inner ? inner : json;
        return error.getString("code", "");
    }

    /** Refused for being too many, which says nothing about rights. */
    boolean isLimited() {
        return status == 429 || status == 503 && (code().isEmpty() || BUSY.contains(code()));
    }
}
