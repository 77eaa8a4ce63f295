package org.s2sgateway.grants;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.s2sgateway.dataverse.RequestTarget;
import org.s2sgateway.grants.BodyJudgement.Kind;
import org.s2sgateway.odata.EdmModel;
import org.s2sgateway.odata.EdmOperation;

/**
 * Tells what a request needs to be granted, from the very string that is sent to Dataverse. Names are those of the
 * environment's model; what is not found there, and what could be read in two ways, is not judged.
 *
 * <p>Immutable and thread-safe. Source: OData 4.0 parts 1 and 2; Microsoft Dataverse, "Use the Web API".
 */
public final class RequestJudge {

    private static final Pattern ROOT = Pattern.compile("/api/data/v\\d{1,2}\\.\\d{1,2}/?");

    private final EdmModel model;

    public RequestJudge(EdmModel model) {
        this.model = model;
    }

    /**
     * Judges a request line.
     *
     * @param references the entity set of the row that an earlier request of the change set made, by its
     *     {@code Content-ID}; empty for what is no such id
     */
    public Judgement judge(
            String method, RequestTarget target, Conditions conditions, Function<String, Optional<String>> references) {
        try {
            QueryOptions options = QueryOptions.parse(target.query());
            Ledger.Kept ledger = new Ledger.Kept();
            Judging judging =
                    new Judging(model, ledger, new Aliases(options.aliases()), references, new Judging.Work());
            Place place = new PathWalk(judging).end(segments(target.path()));
            BodyJudgement body = new Use(judging, ledger, place, conditions, options).body(method);
            query(judging, place, options);
            judging.aliases().requireUse();
            return new Judgement.Judged(ledger.all(), body, table(place));
        } catch (CannotJudge unjudged) {
            return new Judgement.Unjudged(String.valueOf(unjudged.getMessage()));
        }
    }

    private static List<Segment> segments(String path) {
        Matcher root = ROOT.matcher(path);
        return root.lookingAt() ? Segment.split(path.substring(root.end())) : List.of();
    }

    private static Optional<String> table(Place place) {
        boolean one = (place.kind() == Place.Kind.SET || place.kind() == Place.Kind.ROW)
                && place.tables().size() == 1;
        return one ? place.tables().stream().findFirst() : Optional.empty();
    }

    private static void query(Judging judging, Place place, QueryOptions options) {
        String id = options.get("id");
        if (id != null) {
            if (place.kind() != Place.Kind.REFERENCES) {
                throw new CannotJudge("$id stands elsewhere than behind $ref.");
            }
            EntityAddress.judge(judging, id);
        }
        if (options.has("savedquery") || options.has("userquery")) {
            judging.needs(Set.of(Grant.ALL), Verb.READ);
        }
        if (place.kind() == Place.Kind.METADATA) {
            if (options.has("fetchxml")) {
                throw noRows();
            }
            return;
        }
        String fetchXml = options.get("fetchxml");
        if (fetchXml != null) {
            if (place.kind() != Place.Kind.SET
                    || place.type() == null
                    || !place.source().isEmpty()) {
                throw noRows();
            }
            new FetchXml(judging, place.type()).judge(fetchXml);
        }
        new Query(judging, place.type(), false).judge(options);
    }

    private static CannotJudge noRows() {
        return new CannotJudge("FetchXML stands elsewhere than behind an entity set.");
    }

    /** What is done at the end of the path. */
    private record Use(Judging judging, Ledger.Kept ledger, Place place, Conditions conditions, QueryOptions options) {

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
                    requireOperation(false);
                    return body(Kind.PARAMETERS, Set.of());
                }
                case METADATA -> {
                    judging.needs(place.tables(), Verb.CREATE);
                    // Below a definition, that one is changed.
                    judging.needs(place.tables(), Verb.UPDATE);
                    return body(Kind.PARAMETERS, Set.of());
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
                    return body(Kind.OCTETS, Set.of());
                }
                case REFERENCES -> {
                    return reference();
                }
                case METADATA -> {
                    judging.needs(place.tables(), Verb.UPDATE);
                    return body(Kind.PARAMETERS, Set.of());
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
            judging.needs(place.tables(), verb);
            if (conditions.answersRow() || options.read()) {
                judging.needs(place.tables(), Verb.READ);
            }
        }

        private void requireOperation(boolean function) {
            EdmOperation operation = place.operation();
            if (operation == null || operation.function() != function) {
                throw new CannotJudge("A function is called with GET and an action with POST.");
            }
        }

        private BodyJudgement body(Kind kind, Set<Verb> verbs) {
            return new BodyJudgement(judging.model(), judging.references(), kind, place.type(), verbs);
        }

        private static CannotJudge notDone() {
            return new CannotJudge("The method does nothing that is known to what the path leads to.");
        }
    }
}
