package org.s2sgateway.simulator.dataverse;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.s2sgateway.simulator.wire.Call;
import org.s2sgateway.simulator.wire.JsonText;

/** {@code $select} and a {@code $filter} of equalities for definitions, which are not rows. */
record DefinitionQuery(List<String> selected, Map<String, String> equal) {

    private static final Pattern EQUALITY = Pattern.compile("\\s*(\\w+) eq (?:'([^']*)'|(true|false|\\d+))\\s*");

    static DefinitionQuery of(Call call) {
        Map<String, String> options = call.options();
        for (String name : options.keySet()) {
            if (name.equals("$top") || name.equals("$orderby") || name.equals("$count")) {
                throw ODataRefusal.badRequest("Query option '" + name + "' is not allowed for definitions.");
            }
            if (name.startsWith("$") && !name.equals("$select") && !name.equals("$filter")) {
                throw ODataRefusal.notSimulated("The query option '" + name + "' for definitions");
            }
        }
        List<String> selected = Arrays.stream(
                        options.getOrDefault("$select", "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        String filter = options.getOrDefault("$filter", "");
        return new DefinitionQuery(
                selected,
                filter.isBlank()
                        ? Map.of()
                        : Arrays.stream(filter.split(" and "))
                                .map(DefinitionQuery::equality)
                                .collect(Collectors.toMap(part -> part[0], part -> part[1], (one, other) -> one)));
    }

    private static String[] equality(String text) {
        Matcher equality = EQUALITY.matcher(text);
        if (!equality.matches()) {
            throw ODataRefusal.notSimulated("Filtering definitions by '" + text + "'");
        }
        return new String[] {equality.group(1), equality.group(2) == null ? equality.group(3) : equality.group(2)};
    }

    boolean matches(JsonObject definition) {
        return equal.entrySet().stream()
                .allMatch(wanted -> text(definition.get(wanted.getKey())).equals(wanted.getValue()));
    }

    private static String text(JsonValue value) {
        return value instanceof JsonString text ? text.getString() : String.valueOf(value);
    }

    /** {@code MetadataId} is always among what is selected. */
    JsonObject selection(JsonObject definition) {
        if (selected.isEmpty()) {
            return definition;
        }
        JsonObjectBuilder json = JsonText.object();
        definition.forEach((name, value) -> {
            if (selected.contains(name) || name.equals("MetadataId") || name.equals("@odata.type")) {
                json.add(name, value);
            }
        });
        return json.build();
    }

    String context() {
        return selected.isEmpty() ? "" : "(" + String.join(",", selected) + ")";
    }
}
