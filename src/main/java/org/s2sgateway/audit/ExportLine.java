package org.s2sgateway.audit;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import org.jspecify.annotations.Nullable;

/** An event in an export: the members in the order in which its HMAC is made of them; docs/audit.md is their contract. */
final class ExportLine {

    private ExportLine() {}

    static String of(AuditEvent shown) {
        ChainedEvent event = shown.stored();
        JsonObjectBuilder line = Json.createObjectBuilder();
        add(line, "tenantId", event.tenantId());
        if (event.number() == null) {
            line.addNull("number");
        } else {
            line.add("number", event.number());
        }
        line.add("id", event.id());
        line.add("at", event.at().toString());
        add(line, "environment", event.environment());
        line.add("action", event.action());
        line.add("actor", event.actor());
        line.add("detail", event.detail());
        add(line, "personsHash", event.personsHash());
        add(line, "previous", event.previous());
        add(line, "keyId", event.keyId());
        add(line, "mac", event.mac());
        shown.persons().ifPresent(persons -> line.add("persons", json(persons)));
        return line.build().toString();
    }

    private static JsonObjectBuilder json(Persons persons) {
        JsonObjectBuilder json = Json.createObjectBuilder().add("salt", persons.salt());
        add(json, "actor", persons.actor());
        add(json, "named", persons.named());
        return json;
    }

    private static void add(JsonObjectBuilder json, String name, @Nullable String value) {
        if (value == null) {
            json.addNull(name);
        } else {
            json.add(name, value);
        }
    }
}
