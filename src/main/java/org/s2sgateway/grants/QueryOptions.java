package org.s2sgateway.grants;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The options of a query, or of one within it, by names as they are judged: in lower case and without the dollar sign, for
 * OData 4.01 allows both (part 2, section 5.1). An option that is not known here may be anything and is not judged.
 *
 * @param values decoded
 * @param aliases by name, with its sign, decoded
 */
record QueryOptions(Map<String, String> values, Map<String, String> aliases) {

    private static final Pattern NAME = Pattern.compile("\\$?[A-Za-z]{1,32}");

    private static final Set<String> SYSTEM = Set.of(
            "filter",
            "select",
            "expand",
            "orderby",
            "apply",
            "compute",
            "top",
            "skip",
            "count",
            "skiptoken",
            "deltatoken",
            "id");
    private static final Set<String> NESTED =
            Set.of("filter", "select", "expand", "orderby", "compute", "top", "skip", "count", "levels");
    // "Compose HTTP requests and handle errors", "Optional parameters", "File column data" (Microsoft Dataverse)
    private static final Set<String> OWN = Set.of(
            "fetchxml",
            "savedquery",
            "userquery",
            "tag",
            "partitionid",
            "annotations",
            "labellanguages",
            "size",
            "x-ms-file-name",
            "sessiontoken");

    /** Those by which rows are chosen or shown. */
    private static final Set<String> READING =
            Set.of("filter", "select", "expand", "orderby", "apply", "compute", "fetchxml", "savedquery", "userquery");

    static QueryOptions parse(@Nullable String rawQuery) {
        QueryOptions options = new QueryOptions(new HashMap<>(), new HashMap<>());
        Set<String> aliasesInAnyCase = new HashSet<>();
        for (String piece : rawQuery == null ? List.<String>of() : List.of(rawQuery.split("&", -1))) {
            if (piece.isEmpty()) {
                continue;
            }
            int equals = piece.indexOf('=');
            String name = Percent.query(equals < 0 ? piece : piece.substring(0, equals));
            String value = equals < 0 ? "" : Percent.query(piece.substring(equals + 1));
            if (name.startsWith("@")) {
                if (!aliasesInAnyCase.add(name.toLowerCase(Locale.ROOT))) {
                    throw twice();
                }
                options.aliases.put(name, value);
            } else {
                options.add(known(name), value);
            }
        }
        return options;
    }

    /** The options in the parentheses behind a navigation property. */
    static QueryOptions ofNested(String text) {
        QueryOptions options = new QueryOptions(new HashMap<>(), Map.of());
        for (String piece : Nesting.split(text, ';')) {
            int equals = piece.indexOf('=');
            String name = equals < 0 ? "" : piece.substring(0, equals).strip();
            String plain = plain(name);
            if (!NESTED.contains(plain)) {
                throw notJudged(name);
            }
            options.add(plain, piece.substring(equals + 1));
        }
        return options;
    }

    private static String known(String name) {
        String plain = plain(name);
        if (SYSTEM.contains(plain)) {
            return plain;
        }
        String own = name.toLowerCase(Locale.ROOT);
        if (OWN.contains(own)) {
            return own;
        }
        throw notJudged(name);
    }

    private static String plain(String name) {
        return (name.startsWith("$") ? name.substring(1) : name).toLowerCase(Locale.ROOT);
    }

    private void add(String name, String value) {
        if (values.putIfAbsent(name, value) != null) {
            throw twice();
        }
    }

    @Nullable
    String get(String name) {
        return values.get(name);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    boolean read() {
        return values.keySet().stream().anyMatch(READING::contains);
    }

    private static CannotJudge twice() {
        return new CannotJudge("An option of the query is there twice.");
    }

    private static CannotJudge notJudged(String name) {
        // What is no name may be a value.
        String shown = NAME.matcher(name).matches() ? "the option \"" + name + "\", which" : "an option that";
        return new CannotJudge("The query has " + shown + " is not judged. Those that are: $select, $filter, $orderby,"
                + " $expand, $apply, $compute, $top, $skip, $count, $skiptoken, $deltatoken, $id, $levels, fetchXml, tag,"
                + " partitionId; more are taken from whoever has a grant for everything.");
    }
}
