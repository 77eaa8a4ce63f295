package org.s2sgateway.grants;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A grant as text: in JSON, with everything in a fixed order. Stateless. */
final class GrantText {

    private static final List<String> FLAGS = List.of("impersonation", "tokens", "bypass", "actions");

    private GrantText() {}

    /** Everything but the consumer. */
    static String of(Grant grant) {
        return json(grant).toString();
    }

    /** The same, only that the lists that may be long come last: what opens most is still there where this is cut off. */
    static String flagsFirst(Grant grant) {
        JsonObject all = json(grant);
        Set<String> names = new LinkedHashSet<>(FLAGS);
        names.addAll(all.keySet());
        JsonObjectBuilder ordered = Json.createObjectBuilder();
        names.forEach(name -> ordered.add(name, all.get(name)));
        return ordered.build().toString();
    }

    private static JsonObject json(Grant grant) {
        JsonObjectBuilder tables = Json.createObjectBuilder();
        new TreeMap<>(grant.tables()).forEach((table, verbs) -> tables.add(table, array(Verb.texts(verbs))));
        return Json.createObjectBuilder()
                .add("tenants", sorted(grant.tenants()))
                .add("environments", sorted(grant.environments()))
                .add("tables", tables)
                .add("impersonation", grant.impersonation().text())
                .add("actions", sorted(grant.actions()))
                .add("tokens", grant.tokens())
                .add("bypass", grant.bypass())
                .build();
    }

    /** Reads what {@link #of} wrote; what somebody else wrote and is no grant is refused. */
    static Grant read(String consumer, String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            JsonObject json = reader.readObject();
            Map<String, List<String>> tables = new HashMap<>();
            json.getJsonObject("tables").forEach((table, verbs) -> tables.put(table, texts(verbs.asJsonArray())));
            return Grant.of(
                    consumer,
                    texts(json.getJsonArray("tenants")),
                    texts(json.getJsonArray("environments")),
                    tables,
                    json.getString("impersonation"),
                    texts(json.getJsonArray("actions")),
                    json.getBoolean("tokens"),
                    json.getBoolean("bypass"));
        }
    }

    private static JsonArrayBuilder sorted(Collection<String> values) {
        return array(values.stream().sorted().toList());
    }

    private static JsonArrayBuilder array(List<String> values) {
        return Json.createArrayBuilder(values);
    }

    private static List<String> texts(JsonArray array) {
        return array.getValuesAs(JsonString::getString);
    }
}
