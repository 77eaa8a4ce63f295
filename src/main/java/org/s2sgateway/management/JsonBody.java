package org.s2sgateway.management;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonConfig;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParsingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

/**
 * The JSON object that a caller sends, read strictly: no unknown or repeated members, no other types, at most 64 KiB.
 * What does not fit is refused with 400 and the name of the member, so that a typing error never passes as an omission.
 */
final class JsonBody {

    private static final int LONGEST = 64 * 1024;
    private static final int LONGEST_NAME = 40;

    private final JsonObject members;

    private JsonBody(JsonObject members) {
        this.members = members;
    }

    /** Reads a body that may have the given members and no others. */
    static JsonBody read(@Nullable InputStream body, Set<String> allowed) {
        byte[] bytes = bytes(body);
        if (bytes.length == 0) {
            throw refused("The request has no body; a JSON object is expected");
        }
        JsonObject members = parse(bytes);
        members.keySet().stream()
                .filter(name -> !allowed.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw refused("The body has an unknown member, " + shortened(name) + "; allowed: "
                            + String.join(", ", allowed.stream().sorted().toList()));
                });
        return new JsonBody(members);
    }

    /** The text of a member that has to be there. */
    String text(String member) {
        JsonValue value = members.get(member);
        if (value == null) {
            throw refused("The member " + member + " is missing");
        }
        if (!(value instanceof JsonString text)) {
            throw refused("The member " + member + " has to be a string");
        }
        return text.getString();
    }

    /** The text of a member that may be missing. */
    String text(String member, String otherwise) {
        return members.containsKey(member) ? text(member) : otherwise;
    }

    /** A member that is true, or false, as when it is missing. */
    boolean flag(String member) {
        JsonValue value = members.getOrDefault(member, JsonValue.FALSE);
        if (!value.equals(JsonValue.TRUE) && !value.equals(JsonValue.FALSE)) {
            throw refused("The member " + member + " has to be true or false");
        }
        return value.equals(JsonValue.TRUE);
    }

    /** The texts of a member that has to be there. */
    List<String> texts(String member) {
        JsonValue value = members.get(member);
        if (value == null) {
            throw refused("The member " + member + " is missing");
        }
        return texts(value).orElseThrow(() -> refused("The member " + member + " has to be an array of strings"));
    }

    /** The texts of a member that may be missing. */
    List<String> textsIfAny(String member) {
        return members.containsKey(member) ? texts(member) : List.of();
    }

    /** Texts by names, none where the member is missing. */
    Map<String, List<String>> textsByName(String member) {
        JsonValue value = members.getOrDefault(member, JsonValue.EMPTY_JSON_OBJECT);
        if (!(value instanceof JsonObject object)) {
            throw refused("The member " + member + " has to be an object of arrays of strings");
        }
        Map<String, List<String>> byName = new LinkedHashMap<>();
        object.forEach((name, texts) -> byName.put(
                name,
                texts(texts).orElseThrow(() -> refused("The member " + member + " takes arrays of strings only"))));
        return byName;
    }

    private static Optional<List<String>> texts(JsonValue value) {
        return value instanceof JsonArray array && array.stream().allMatch(JsonString.class::isInstance)
                ? Optional.of(array.getValuesAs(JsonString::getString))
                : Optional.empty();
    }

    private static JsonObject parse(byte[] bytes) {
        var strict = Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));
        try (JsonReader reader = strict.createReader(new ByteArrayInputStream(bytes));
                JsonParser parser = Json.createParser(new ByteArrayInputStream(bytes))) {
            JsonObject members = reader.readObject();
            // The reader does not look at what stands behind the object; the parser throws unless nothing does.
            parser.next();
            parser.skipObject();
            parser.hasNext();
            return members;
        } catch (JsonParsingException malformed) {
            JsonLocation place = malformed.getLocation();
            throw refused("The body has to be one valid JSON object without a member twice; it stops being one in line "
                    + place.getLineNumber() + ", column " + place.getColumnNumber());
        } catch (RuntimeException malformed) {
            // Not JsonException alone: Parsson says "too deeply nested" with a bare RuntimeException.
            throw refused("The body has to be one valid JSON object without a member twice");
        }
    }

    /** A stranger's word, at a length at which it can be looked for and not fill an answer. */
    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "...";
    }

    private static byte[] bytes(@Nullable InputStream body) {
        try {
            byte[] bytes = body == null ? new byte[0] : body.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new Refusal(ProblemType.PAYLOAD_TOO_LARGE, "The body has to be at most 64 KiB long");
            }
            return bytes;
        } catch (IOException broken) {
            throw refused("The body broke off, or cannot be read");
        }
    }

    private static Refusal refused(String detail) {
        return new Refusal(ProblemType.BAD_REQUEST, detail);
    }
}
