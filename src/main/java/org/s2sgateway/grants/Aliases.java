package org.s2sgateway.grants;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The parameter aliases of one query, each judged wherever it is used, as what it stands for there. */
final class Aliases {

    private final Map<String, String> values;
    private final Set<String> used = new HashSet<>();
    private boolean open;

    /** @param values by name, with its sign */
    Aliases(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** Hands over what an alias stands for. */
    void use(String alias, Consumer<String> judge) {
        String value = values.get(alias);
        if (value == null) {
            throw new CannotJudge("A parameter alias has no value; give it one as an option of the query.");
        }
        if (open) {
            throw new CannotJudge("A parameter alias stands for another one; write its value instead.");
        }
        used.add(alias);
        open = true;
        judge.accept(value);
        open = false;
    }

    /** What nobody uses is not known for what it is. */
    void requireUse() {
        if (!used.containsAll(values.keySet())) {
            throw new CannotJudge("A parameter alias is not used; leave it out.");
        }
    }
}
