package org.s2sgateway.grants;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a request needs to be granted. Immutable.
 *
 * @param tables verbs on tables
 * @param operations simple names of functions and actions
 * @param schema whether it asks for the description of the service, for which any grant will do
 */
public record Needs(Set<Need> tables, Set<String> operations, boolean schema) {

    static final Needs NOTHING = new Needs(Set.of(), Set.of(), false);

    public Needs {
        tables = Set.copyOf(tables);
        operations = Set.copyOf(operations);
    }

    /** What of it a grant does not give. */
    public Needs beyond(Grant grant) {
        return new Needs(
                without(tables, need -> grant.allows(need.table(), need.verb())),
                without(operations, grant::allowsOperation),
                schema && !grant.allowsAnything());
    }

    public boolean isEmpty() {
        return tables.isEmpty() && operations.isEmpty() && !schema;
    }

    private static <T> Set<T> without(Set<T> all, Predicate<T> granted) {
        return all.stream().filter(granted.negate()).collect(Collectors.toUnmodifiableSet());
    }

    /** For people, in a fixed order: {@code read, update on accounts; read on contacts; the operation WhoAmI}. */
    @Override
    public String toString() {
        Map<String, Set<Verb>> byTable = new TreeMap<>();
        tables.forEach(need -> byTable.computeIfAbsent(need.table(), table -> EnumSet.noneOf(Verb.class))
                .add(need.verb()));
        List<String> parts = new ArrayList<>();
        byTable.forEach((table, verbs) ->
                parts.add(verbs.stream().map(Verb::text).collect(Collectors.joining(", ")) + " on " + name(table)));
        operations.stream().sorted().forEach(operation -> parts.add("the operation " + operation));
        if (schema) {
            parts.add("any table or operation");
        }
        return String.join("; ", parts);
    }

    private static String name(String table) {
        return table.equals(Grant.ALL) ? "all tables" : table;
    }
}
