package org.s2sgateway.token;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.s2sgateway.diagnosis.Diagnosis;
import org.s2sgateway.diagnosis.Dictionary;

/**
 * What an answer of the identity provider tells apart from the token.
 *
 * @param code {@code AADSTS} with the first of {@code error_codes}, else the OAuth error word; the description is for
 *     people and not looked at
 * @param traceId what Microsoft's support asks for
 */
record Answer(int status, Optional<String> retryAfter, Optional<String> code, Optional<String> traceId) {

    private static final Pattern TRACE_ID = Pattern.compile("[0-9A-Fa-f-]{36}");

    static Answer of(int status, HttpHeaders headers, String text) {
        JsonObject body = json(text);
        return new Answer(
                status,
                headers.firstValue("Retry-After"),
                errorCode(body).or(() -> string(body, "error")),
                string(body, "trace_id"));
    }

    /** What it comes to, given that there is no token in it. */
    TokenOutcome refusal(Instant now) {
        if (status == 429) {
            return unavailable(passing().orElse("S2S.IdentityProviderThrottled"), now);
        }
        if (status >= 500) {
            return unavailable(passing().orElse("S2S.IdentityProviderFailed"), now);
        }
        if (status < 400 || code.isEmpty()) {
            return unavailable("S2S.IdentityProviderUnexpectedAnswer", now);
        }
        Diagnosis diagnosis = Dictionary.diagnose(code.orElseThrow());
        if (RefusalCodes.curedByConsent(diagnosis.code())) {
            return new TokenOutcome.ConsentRequired(diagnosis);
        }
        return diagnosis.retryable() ? unavailable(diagnosis.code(), now) : new TokenOutcome.Refused(diagnosis);
    }

    /** For the log: the status, and the trace id if it is one. */
    String trace() {
        return " (HTTP " + status
                + traceId.filter(id -> TRACE_ID.matcher(id).matches())
                        .map(id -> ", trace id " + id)
                        .orElse("")
                + ")";
    }

    /** The code, unless it contradicts a status that says that this will pass. */
    private Optional<String> passing() {
        return code.filter(given -> Dictionary.diagnose(given).retryable());
    }

    private TokenOutcome unavailable(String cause, Instant now) {
        return new TokenOutcome.Unavailable(
                Dictionary.diagnose(cause),
                retryAfter.flatMap(value -> RetryAfter.parse(value, now)).or(() -> RefusalCodes.leaveAloneFor(cause)));
    }

    private static JsonObject json(String body) {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return reader.readObject();
        } catch (JsonException notJson) {
            return JsonValue.EMPTY_JSON_OBJECT;
        }
    }

    private static Optional<String> errorCode(JsonObject body) {
        return body.get("error_codes") instanceof JsonArray codes
                ? codes.stream()
                        .flatMap(code ->
                                code instanceof JsonNumber number ? Stream.of("AADSTS" + number) : Stream.empty())
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<String> string(JsonObject body, String name) {
        return body.get(name) instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty();
    }
}
