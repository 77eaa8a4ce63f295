package org.s2sgateway.odata;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The error object of the protocol: what a Dataverse client expects when a call is refused.
 *
 * @param code a word for programs
 * @param message a sentence for people
 * @param annotations further facts, name to value; each is said as an instance annotation {@code @S2S.name}
 * @see <a href="https://docs.oasis-open.org/odata/odata-json-format/v4.0/os/odata-json-format-v4.0-os.html#_Toc372793091">OData
 *     JSON Format 4.0, section 19</a>
 */
public record ODataError(String code, String message, Map<String, String> annotations) {

    /** The content type of an error; its parameter is the one that Dataverse sends. */
    public static final String MEDIA_TYPE = "application/json; odata.metadata=minimal";

    /** The header that every OData answer carries, with {@link #VERSION}. */
    public static final String VERSION_HEADER = "OData-Version";

    /** The only protocol version that Dataverse speaks. */
    public static final String VERSION = "4.0";

    /** Copies the annotations and keeps their order. */
    public ODataError {
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }

    /** An error without annotations. */
    public static ODataError of(String code, String message) {
        return new ODataError(code, message, Map.of());
    }

    /** The error as the body of an answer. */
    public JsonObject json() {
        JsonObjectBuilder error = Json.createObjectBuilder().add("code", code).add("message", message);
        annotations.forEach((name, value) -> error.add("@S2S." + name, value));
        return Json.createObjectBuilder().add("error", error).build();
    }
}
