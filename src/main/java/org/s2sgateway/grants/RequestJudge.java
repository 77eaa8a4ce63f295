package org.s2sgateway.grants;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.s2sgateway.dataverse.RequestTarget;
import org.s2sgateway.odata.EdmModel;

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
            judging.writes(EntityAddress.judge(judging, id), Verb.UPDATE);
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
}
