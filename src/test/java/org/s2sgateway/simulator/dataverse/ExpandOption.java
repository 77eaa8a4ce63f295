package org.s2sgateway.simulator.dataverse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an {@code $expand} with nested options. The rules are those of Microsoft's "Join tables using OData": at most 15
 * expansions in a query; of a single-valued property only columns and further expansions; with {@code $orderby} or
 * {@code $top} none further.
 */
final class ExpandOption {

    private static final int MOST = 15;
    private static final Pattern ITEM = Pattern.compile("(\\w+)(/\\$ref)?(?:\\((.*)\\))?", Pattern.DOTALL);
    private static final Set<String> OF_SINGLE = Set.of("$select", "$expand");
    private static final Set<String> OF_COLLECTION = Set.of("$select", "$expand", "$filter", "$orderby", "$top");

    private int count;

    private ExpandOption() {}

    static List<Expansion> parse(EntityType type, String text) {
        return new ExpandOption().expansions(type, text);
    }

    private List<Expansion> expansions(EntityType type, String text) {
        List<Expansion> expansions = new ArrayList<>();
        for (String item : split(text, ',')) {
            if (++count > MOST) {
                throw ODataRefusal.badRequest(
                        "The maximum number of expand options in a query, 15, has been exceeded.");
            }
            expansions.add(expansion(type, item.strip()));
        }
        return expansions;
    }

    private Expansion expansion(EntityType type, String item) {
        Matcher parts = ITEM.matcher(item);
        if (!parts.matches()) {
            throw ODataRefusal.badRequest("Syntax error in $expand at '" + item + "'.");
        }
        Navigation navigation = Schema.navigation(type, parts.group(1))
                .orElseThrow(() -> ODataRefusal.badRequest("Could not find a property named '" + parts.group(1)
                        + "' on type '" + type.qualifiedName() + "'."));
        String text = parts.group(3) == null ? "" : parts.group(3);
        Map<String, String> options = options(navigation, text);
        List<Expansion> nested =
                options.containsKey("$expand") ? expansions(navigation.target(), options.get("$expand")) : List.of();
        if (!nested.isEmpty() && (options.containsKey("$orderby") || options.containsKey("$top"))) {
            throw ODataRefusal.badRequest("$orderby and $top are not supported with a nested $expand.");
        }
        return new Expansion(
                navigation, Query.nested(navigation.target(), options, nested), text, parts.group(2) != null);
    }

    private static Map<String, String> options(Navigation navigation, String text) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : split(text, ';')) {
            int equals = option.indexOf('=');
            String name =
                    equals < 0 ? option.strip() : option.substring(0, equals).strip();
            if (!(navigation.collection() ? OF_COLLECTION : OF_SINGLE).contains(name)) {
                throw ODataRefusal.badRequest(
                        "The option '" + name + "' is not allowed in $expand of '" + navigation.name() + "'.");
            }
            options.put(name, option.substring(equals + 1));
        }
        return options;
    }

    /** Splits where the separator is neither within parentheses or brackets nor within quotes. */
    static List<String> split(String text, char separator) {
        List<String> items = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted && c == separator && depth == 0) {
                items.add(text.substring(start, i));
                start = i + 1;
            } else if (!quoted) {
                depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
            }
        }
        if (depth != 0 || quoted) {
            throw ODataRefusal.badRequest("Syntax error: parentheses or quotes are not closed.");
        }
        if (start < text.length()) {
            items.add(text.substring(start));
        }
        return items;
    }
}
