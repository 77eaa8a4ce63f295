package org.s2sgateway.grants;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.odata.EdmModel;
import org.s2sgateway.odata.EdmNavigation;
import org.s2sgateway.odata.EdmType;

/**
 * What all parts of one judgement share.
 *
 * @param references the entity set of the row that an earlier request of the change set made, by its {@code Content-ID}
 * @param work is used up by reading
 */
record Judging(
        EdmModel model, Ledger ledger, Aliases aliases, Function<String, Optional<String>> references, Work work) {

    private static final Pattern NAME = Pattern.compile("[$]?[A-Za-z_][0-9A-Za-z_.]{0,127}");

    /** Characters that may still be read: an alias that is used a thousand times is read a thousand times. */
    static final class Work {

        private static final int MOST = 4_000_000;

        private int done;

        void spend(String text) {
            done += text.length();
            if (done > MOST) {
                throw new CannotJudge("The query is too entangled; make several requests of it.");
            }
        }
    }

    /** The tables of a type's rows: where they have none to be named by, all. */
    Set<String> tablesOf(EdmType type) {
        List<String> sets = model.setsOf(type);
        return sets.isEmpty() ? Set.of(Grant.ALL) : Set.copyOf(sets);
    }

    void needs(Collection<String> tables, Verb verb) {
        tables.forEach(table -> ledger.needs(new Need(table, verb)));
    }

    /** Rows of these tables are written, of whatever type they are. */
    void writes(Collection<String> tables, Verb verb) {
        needs(tables, verb);
        tables.forEach(table -> model.typeOfSet(table).ifPresent(type -> writesDerived(type, verb)));
    }

    /** A row that is changed through the table of its base type, such as activitypointers, is one of its own table, too. */
    void writesDerived(EdmType base, Verb verb) {
        if (verb == Verb.UPDATE || verb == Verb.DELETE) {
            model.derived(base).forEach(derived -> needs(tablesOf(derived), verb));
        }
    }

    /** The type to which a navigation property leads. */
    EdmType target(EdmNavigation navigation) {
        return model.type(navigation.target())
                .orElseThrow(() -> new CannotJudge(
                        "The navigation property " + navigation.name() + " leads to a type that is not described."));
    }

    /** Follows a navigation property within a query: whatever the answer says of its target has been read. */
    EdmType read(EdmNavigation navigation) {
        EdmType target = target(navigation);
        needs(tablesOf(target), Verb.READ);
        return target;
    }

    /** The type of a property in a query, null where it has no properties itself. */
    @Nullable
    EdmType member(@Nullable EdmType type, String name) {
        if (type == null) {
            throw unknown(name);
        }
        Optional<EdmNavigation> navigation = model.navigation(type, name);
        if (navigation.isPresent()) {
            return read(navigation.get());
        }
        if (!model.hasProperty(type, name)) {
            throw unknown(name);
        }
        return model.typeOfProperty(type, name).orElse(null);
    }

    /** The type that a qualified name casts to, in a query. */
    EdmType readCast(@Nullable EdmType type, String qualified) {
        EdmType derived = cast(type, qualified).orElseThrow(() -> unknown(qualified));
        needs(tablesOf(derived), Verb.READ);
        return derived;
    }

    /** The type of that qualified name, if rows of the first may be of it. */
    Optional<EdmType> cast(@Nullable EdmType type, String qualified) {
        return type == null
                ? Optional.empty()
                : model.simpleName(qualified).flatMap(model::type).filter(derived -> model.isA(derived, type));
    }

    /** Nothing of that name is known where it stands. */
    static CannotJudge unknown(String name) {
        return new CannotJudge(shown(name) + " is no column, navigation property, type or operation that is"
                + " known there; names are written as in $metadata.");
    }

    // What is no name may be a value.
    private static String shown(String name) {
        return NAME.matcher(name).matches() ? "\"" + name + "\"" : "Something";
    }
}
