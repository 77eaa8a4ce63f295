package org.s2sgateway.audit;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Verifies an export of one chain by what docs/audit.md says, and by nothing of the gateway but its key. */
public final class ExportedChain {

    private static final List<String> SEALED = List.of(
            "tenantId",
            "number",
            "id",
            "at",
            "environment",
            "action",
            "actor",
            "detail",
            "personsHash",
            "previous",
            "keyId");

    private ExportedChain() {}

    /** What does not fit first, or {@code whole}; the key as it is configured. */
    public static String of(List<String> lines, String key) {
        return of(lines, AuditKey.parse(key));
    }

    static String of(List<String> lines, AuditKey key) {
        String previous = "start";
        int number = 0;
        for (String line : lines) {
            number++;
            JsonObject event = Json.createReader(new StringReader(line)).readObject();
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            netstring(content, Json.createValue("s2s-audit-event-1"));
            SEALED.forEach(member -> netstring(content, event.get(member)));
            if (!key.seal(content.toByteArray()).equals(event.getString("mac"))) {
                return "line " + number + " does not fit";
            }
            if (!event.getString("previous").equals(previous)) {
                return "line " + number + " does not follow";
            }
            previous = event.getString("mac");
        }
        return "whole";
    }

    private static void netstring(ByteArrayOutputStream content, JsonValue value) {
        if (value == JsonValue.NULL) {
            content.writeBytes("-,".getBytes(StandardCharsets.UTF_8));
            return;
        }
        String text = value instanceof JsonString string ? string.getString() : value.toString();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        content.writeBytes((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        content.writeBytes(bytes);
        content.write(',');
    }
}
