package org.s2sgateway.grants;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.odata.EdmModel;
import org.s2sgateway.odata.EdmType;

/**
 * What names mean in an expression.
 *
 * @param type whose properties stand without anything before them; null where none may
 * @param it what {@code $it} is; null where readers differ about that
 * @param variables the range variables of the lambdas around, with their types, as far as these have properties
 * @param computed names that the query itself gives to values
 */
record Scope(@Nullable EdmType type, @Nullable EdmType it, Map<String, Variable> variables, Set<String> computed) {

    /** @param type null where it has no properties */
    record Variable(@Nullable EdmType type) {}

    /** In which values stand and no names. */
    static final Scope OF_VALUES = new Scope(null, null, Map.of(), Set.of());

    static Scope of(@Nullable EdmType type, Set<String> computed, boolean nested) {
        return new Scope(type, nested ? null : type, Map.of(), computed);
    }

    /**
     * Within a lambda. Names without a variable before them are not judged there: readers differ about whose they are.
     * Nor is a variable that is called as something else is.
     */
    Scope with(EdmModel model, String variable, @Nullable EdmType itsType) {
        boolean shadows = variables.containsKey(variable)
                || computed.contains(variable)
                || Words.isWord(variable)
                || isKnown(model, type, variable)
                || isKnown(model, it, variable)
                || isKnown(model, itsType, variable);
        if (shadows) {
            throw new CannotJudge("The variable of a lambda has the name of something else; give it another one.");
        }
        Map<String, Variable> more = new HashMap<>(variables);
        more.put(variable, new Variable(itsType));
        return new Scope(null, it, more, Set.of());
    }

    private static boolean isKnown(EdmModel model, @Nullable EdmType type, String name) {
        return type != null
                && (model.hasProperty(type, name)
                        || model.navigation(type, name).isPresent());
    }
}
