package org.s2sgateway.grants;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.grants.Place.Kind;
import org.s2sgateway.odata.EdmOperation;
import org.s2sgateway.odata.EdmType;

/**
 * A function or an action in a path.
 *
 * @param segment that names it
 */
record Call(Judging judging, Segment segment) {

    /** Of an operation that is bound to nothing. */
    Place unbound(String name) {
        return end(name, candidate -> candidate.binding() == null);
    }

    /** Of an operation that is bound to what the path has led to so far, which is read. */
    Place bound(Place place, EdmType type, String name) {
        if (place.kind() == Kind.COLUMN || judging.model().operations(name).isEmpty()) {
            throw Judging.unknown(name);
        }
        Set<String> types =
                judging.model().lineage(type).stream().map(EdmType::name).collect(Collectors.toSet());
        judging.needs(place.tables(), Verb.READ);
        judging.ledger().needsOperation(name);
        Place end = end(
                name,
                candidate -> candidate.binding() != null
                        && types.contains(candidate.binding())
                        && candidate.bindsCollection() == (place.kind() == Kind.SET));
        EdmOperation operation = end.operation() == null ? null : boundTo(type.name(), end.operation());
        return new Place(Kind.OPERATION, end.type(), Set.of(), place.tables(), operation);
    }

    /** What an operation returned, for the path to go on from. */
    static Place result(Judging judging, Place place) {
        EdmOperation operation = place.operation();
        EdmType type = place.type();
        if (operation == null || type == null || !operation.composable()) {
            throw new CannotJudge("The path goes on behind an operation whose result is not to be followed.");
        }
        Kind kind = operation.returnsCollection() ? Kind.SET : Kind.ROW;
        return new Place(kind, type, judging.tablesOf(type), Set.of(), null);
    }

    /** Where overloads differ in what they are or what they return, nothing can be told of it. */
    private Place end(String name, Predicate<EdmOperation> fits) {
        List<EdmOperation> overloads = judging.model().operations(name).stream()
                .filter(fits)
                .map(overload -> boundTo(null, overload))
                .distinct()
                .toList();
        if (overloads.isEmpty()) {
            throw new CannotJudge("An operation is called on something that it is not bound to.");
        }
        if (overloads.size() > 1) {
            throw new CannotJudge("An operation has overloads that differ in more than their parameters.");
        }
        EdmOperation operation = overloads.get(0);
        judgeArguments(operation.function());
        @Nullable
        EdmType result = Optional.ofNullable(operation.result())
                .flatMap(judging.model()::type)
                .orElse(null);
        return new Place(Kind.OPERATION, result, Set.of(), Set.of(), operation);
    }

    private void judgeArguments(boolean function) {
        String arguments = segment.arguments();
        if (arguments == null) {
            return;
        }
        if (!function && !arguments.isBlank()) {
            throw new CannotJudge("The parameters of an action stand in its body.");
        }
        Parameter.judgeAll(judging, arguments);
    }

    private static EdmOperation boundTo(@Nullable String binding, EdmOperation overload) {
        return new EdmOperation(
                overload.name(),
                overload.function(),
                binding,
                false,
                overload.composable(),
                overload.result(),
                overload.returnsCollection());
    }
}
