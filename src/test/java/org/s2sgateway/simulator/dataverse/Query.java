package org.s2sgateway.simulator.dataverse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.s2sgateway.simulator.wire.Call;

/**
 * The options of a read.
 *
 * @param selected the selected columns, empty for all
 * @param order a total order
 * @param fingerprint the raw query without its {@code $skiptoken}
 * @param skiptoken the raw value of that option
 * @param expansions the navigation properties that are read along
 */
record Query(
        List<Column> selected,
        Predicate<Row> filter,
        Comparator<Row> order,
        OptionalInt top,
        boolean count,
        String fingerprint,
        Optional<String> skiptoken,
        List<Expansion> expansions) {

    private static final String SKIPTOKEN = "$skiptoken";
    private static final Set<String> ON_ROWS = Set.of("$select", "$expand");
    private static final Set<String> ON_SETS = Set.of(
            "$select", "$expand", "$filter", "$orderby", "$top", "$count", "$id", SKIPTOKEN, ChangeTracking.TOKEN);
    private static final Set<String> NOT_SIMULATED = Set.of("$apply", "savedQuery", "userQuery");

    static Query ofSet(EntityType type, Call call) {
        return of(type, call, ON_SETS);
    }

    static Query ofRow(EntityType type, Call call) {
        return of(type, call, ON_ROWS);
    }

    /** Of an expanded navigation property, whose options are known to be allowed. */
    static Query nested(EntityType type, Map<String, String> options, List<Expansion> expansions) {
        return of(type, options, "", expansions);
    }

    private static Query of(EntityType type, Call call, Set<String> known) {
        Map<String, String> options = call.options();
        options.keySet().forEach(name -> refuseUnknown(name, known));
        return of(type, options, call.query(), ExpandOption.parse(type, options.getOrDefault("$expand", "")));
    }

    private static Query of(EntityType type, Map<String, String> options, String raw, List<Expansion> expansions) {
        return new Query(
                selected(type, options.getOrDefault("$select", "")),
                options.containsKey("$filter") ? Filter.parse(type, options.get("$filter")) : row -> true,
                order(type, options.getOrDefault("$orderby", "")),
                top(options.get("$top")),
                count(options.getOrDefault("$count", "false")),
                rawParts(raw, false).collect(Collectors.joining("&")),
                rawParts(raw, true)
                        .map(part -> part.substring(part.indexOf('=') + 1))
                        .findFirst(),
                expansions);
    }

    /** Refuses with 403 where the user may not read what is expanded. */
    Query readableBy(Caller user) {
        for (Expansion expansion : expansions) {
            user.require("Read", expansion.navigation().target());
            expansion.query().readableBy(user);
        }
        return this;
    }

    private static void refuseUnknown(String name, Set<String> known) {
        if (NOT_SIMULATED.contains(name)) {
            throw ODataRefusal.notSimulated("The query option '" + name + "'");
        }
        // Custom options, such as tag, have no dollar sign.
        if (name.startsWith("$") && !known.contains(name)) {
            throw ODataRefusal.badRequest("Query option '" + name + "' is not allowed.");
        }
    }

    private static List<Column> selected(EntityType type, String select) {
        if (select.isBlank() || select.strip().equals("*")) {
            return List.of();
        }
        return Arrays.stream(select.split(","))
                .map(name -> type.column(name.strip()))
                .distinct()
                .toList();
    }

    private static Comparator<Row> order(EntityType type, String orderBy) {
        List<Comparator<Row>> keys = new ArrayList<>();
        if (!orderBy.isBlank()) {
            for (String key : orderBy.split(",")) {
                keys.add(key(type, key.strip().split("\\s+")));
            }
        }
        Comparator<Row> order = Comparator.comparingLong(Row::position);
        for (int i = keys.size() - 1; i >= 0; i--) {
            order = keys.get(i).thenComparing(order);
        }
        return order;
    }

    private static Comparator<Row> key(EntityType type, String[] words) {
        String column = type.column(words[0]).name();
        Comparator<Comparable<Object>> values = Comparator.nullsFirst((a, b) -> a.compareTo(b));
        Comparator<Row> ascending = Comparator.comparing(
                row -> row.value(column).map(ColumnType::comparable).orElse(null), values);
        if (words.length == 1 || words.length == 2 && words[1].equals("asc")) {
            return ascending;
        }
        if (words.length == 2 && words[1].equals("desc")) {
            return ascending.reversed();
        }
        throw ODataRefusal.badRequest("Syntax error in $orderby.");
    }

    private static OptionalInt top(String text) {
        if (text == null) {
            return OptionalInt.empty();
        }
        if (!text.matches("\\d{1,9}")) {
            throw ODataRefusal.badRequest("Invalid value '" + text
                    + "' for $top query option found. The $top query option requires a non-negative integer value.");
        }
        return OptionalInt.of(Integer.parseInt(text));
    }

    private static boolean count(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw ODataRefusal.badRequest("Invalid value '" + text + "' for $count query option found.");
        };
    }

    private static Stream<String> rawParts(String query, boolean skiptoken) {
        return Arrays.stream(query.split("&"))
                .filter(part -> !part.isEmpty())
                .filter(part -> skiptoken == Call.decode(part.split("=", 2)[0]).matches("\\$(?:skip|delta)token"));
    }
}
