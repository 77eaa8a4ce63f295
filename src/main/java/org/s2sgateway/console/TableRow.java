package org.s2sgateway.console;

import java.util.Collection;
import java.util.List;
import org.s2sgateway.grants.Grant;

/** A table and what may be done with its rows, as it is shown or was filled in. Immutable. */
public final class TableRow {

    private final String name;
    private final List<String> verbs;

    TableRow(String name, Collection<String> verbs) {
        this.name = name;
        this.verbs = List.copyOf(verbs);
    }

    static TableRow empty() {
        return new TableRow("", List.of());
    }

    boolean isEmpty() {
        return name.isEmpty() && verbs.isEmpty();
    }

    /** In the order of the verbs where it is a grant's. */
    public List<String> getVerbs() {
        return verbs;
    }

    public String getName() {
        return name;
    }

    public boolean isEvery() {
        return name.equals(Grant.ALL);
    }

    /** Whether the verb, as a grant has it, is among what may be done. */
    public boolean has(String verb) {
        return verbs.contains(verb);
    }
}
