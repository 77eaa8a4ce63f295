package org.s2sgateway.grants;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.s2sgateway.grants.BodyJudgement.Kind;
import org.s2sgateway.odata.EdmOperation;
import org.s2sgateway.odata.EdmType;

/**
 * What a method does at the end of a path.
 *
 * @see <a href="https://docs.oasis-open.org/odata/odata/v4.0/os/part1-protocol/odata-v4.0-os-part1-protocol.html">OData 4.0
 *     part 1, section 11</a>
 */
record Use(Judging judging, Ledger.Kept ledger, Place place, Conditions conditions, QueryOptions options) {

    BodyJudgement body(String method) {
        return switch (method) {
            case "GET", "HEAD" -> read();
            case "POST" -> post();
            case "PATCH", "PUT" -> put();
            case "DELETE" -> delete();
            default -> throw notDone();
        };
    }

    private BodyJudgement read() {
        switch (place.kind()) {
            case ROOT, SCHEMA -> ledger.needsSchema();
            case OPERATION -> requireOperation(true);
            default -> judging.needs(place.tables(), Verb.READ);
        }
        return body(Kind.NONE, Set.of());
    }

    private BodyJudgement post() {
        switch (place.kind()) {
            case SET -> {
                write(Verb.CREATE);
                judging.needs(place.source(), Verb.UPDATE);
                return body(Kind.ROW, Set.of(Verb.CREATE));
            }
            case REFERENCES -> {
                return reference();
            }
            case OPERATION -> {
                return action(requireOperation(false));
            }
            case METADATA -> {
                judging.needs(place.tables(), Verb.CREATE);
                // Below a definition, that one is changed.
                judging.needs(place.tables(), Verb.UPDATE);
                return body(Kind.DEFINITION, Set.of());
            }
            default -> throw notDone();
        }
    }

    private BodyJudgement put() {
        switch (place.kind()) {
            case ROW -> {
                Set<Verb> verbs = EnumSet.noneOf(Verb.class);
                if (conditions.mayCreate()) {
                    verbs.add(Verb.CREATE);
                    judging.needs(place.source(), Verb.UPDATE);
                }
                if (conditions.mayUpdate()) {
                    verbs.add(Verb.UPDATE);
                }
                verbs.forEach(this::write);
                return body(Kind.ROW, verbs);
            }
            case COLUMN, VALUE -> {
                // Of a column with columns of its own, the body would have to be judged.
                if (place.type() != null) {
                    throw notDone();
                }
                write(Verb.UPDATE);
                return body(place.kind() == Place.Kind.COLUMN ? Kind.COLUMN : Kind.OCTETS, Set.of());
            }
            case REFERENCES -> {
                return reference();
            }
            case METADATA -> {
                judging.needs(place.tables(), Verb.UPDATE);
                return body(Kind.DEFINITION, Set.of());
            }
            default -> throw notDone();
        }
    }

    private BodyJudgement delete() {
        switch (place.kind()) {
            case ROW -> {
                write(Verb.DELETE);
                judging.needs(place.source(), Verb.UPDATE);
            }
            case COLUMN, VALUE -> write(Verb.UPDATE);
            case REFERENCES -> reference();
            case METADATA -> judging.needs(place.tables(), Verb.DELETE);
            default -> throw notDone();
        }
        return body(Kind.NONE, Set.of());
    }

    private BodyJudgement reference() {
        if (place.source().isEmpty()) {
            throw notDone();
        }
        write(Verb.UPDATE);
        judging.needs(place.source(), Verb.UPDATE);
        return body(Kind.REFERENCE, Set.of());
    }

    private void write(Verb verb) {
        EdmType type = place.type();
        switch (place.kind()) {
            case COLUMN, VALUE -> judging.writes(place.tables(), verb);
            case ROW -> {
                judging.needs(place.tables(), verb);
                if (type != null) {
                    judging.writesDerived(type, verb);
                }
            }
            // Of a reference the address says what it is.
            default -> judging.needs(place.tables(), verb);
        }
        if (conditions.answersRow() || options.read()) {
            judging.needs(place.tables(), Verb.READ);
        }
    }

    private BodyJudgement action(EdmOperation action) {
        Set<Verb> verbs = BulkOperations.verbs(action.name());
        Set<String> tables = place.source().isEmpty() ? Set.of(Grant.ALL) : place.source();
        verbs.forEach(verb -> judging.writes(tables, verb));
        EdmType rows = Optional.ofNullable(action.binding())
                .flatMap(judging.model()::type)
                .orElse(null);
        Kind kind = verbs.isEmpty() || rows == null ? Kind.PARAMETERS : Kind.BULK;
        return new BodyJudgement(judging.model(), judging.references(), kind, rows, verbs);
    }

    private EdmOperation requireOperation(boolean function) {
        EdmOperation operation = place.operation();
        if (operation == null || operation.function() != function) {
            throw new CannotJudge("A function is called with GET and an action with POST.");
        }
        return operation;
    }

    private BodyJudgement body(Kind kind, Set<Verb> verbs) {
        return new BodyJudgement(judging.model(), judging.references(), kind, place.type(), verbs);
    }

    private static CannotJudge notDone() {
        return new CannotJudge("The method does nothing that is known to what the path leads to.");
    }
}
