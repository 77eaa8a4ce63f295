package org.s2sgateway.grants;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.grants.Place.Kind;
import org.s2sgateway.odata.EdmNavigation;
import org.s2sgateway.odata.EdmType;

/**
 * Follows a path, segment by segment. Whatever it passes through is read; what is done at its end is for others to say.
 *
 * @see <a href="https://docs.oasis-open.org/odata/odata/v4.0/os/part2-url-conventions/odata-v4.0-os-part2-url-conventions.html">OData
 *     4.0 part 2, section 4</a>
 */
record PathWalk(Judging judging) {

    /** Definitions of tables and columns: tables by these names, with nothing in them that leads to data. */
    private static final Set<String> METADATA = Set.of(
            "EntityDefinitions", "RelationshipDefinitions", "GlobalOptionSetDefinitions", "ManagedPropertyDefinitions");

    private static final Set<Kind> GOES_ON = Set.of(Kind.SET, Kind.ROW, Kind.COLUMN);

    Place end(List<Segment> segments) {
        if (segments.isEmpty()) {
            return Place.of(Kind.ROOT);
        }
        Iterator<Segment> rest = segments.iterator();
        Place place = start(rest.next());
        while (rest.hasNext()) {
            Segment segment = rest.next();
            place = place.kind() == Kind.METADATA ? metadata(place, segment) : step(place, segment);
        }
        return place;
    }

    private Place start(Segment segment) {
        String name = segment.name();
        if (name.startsWith("$")) {
            return system(segment);
        }
        if (METADATA.contains(name)) {
            return new Place(Kind.METADATA, null, Set.of(name), Set.of(), null);
        }
        Optional<EdmType> type = judging.model().typeOfSet(name);
        if (type.isPresent()) {
            return keyed(new Place(Kind.SET, type.get(), Set.of(name), Set.of(), null), segment);
        }
        Optional<String> operation = segment.isQualified()
                ? judging.model().simpleName(name)
                : judging.model().imported(name);
        if (operation.isPresent()) {
            judging.ledger().needsOperation(segment.isQualified() ? operation.get() : name);
            return new Call(judging, segment).unbound(operation.get());
        }
        throw Judging.unknown(name);
    }

    private Place system(Segment segment) {
        String name = segment.name();
        Optional<String> reference = judging.references().apply(name.substring(1));
        boolean schema = name.equals("$metadata");
        if (segment.arguments() == null && schema && reference.isEmpty()) {
            return Place.of(Kind.SCHEMA);
        }
        // One of these names may be a Content-ID, too, and then nobody knows which is meant.
        boolean reserved =
                schema || Set.of("$batch", "$entity", "$all", "$crossjoin").contains(name);
        if (segment.arguments() != null || reserved || reference.isEmpty()) {
            throw new CannotJudge(
                    "The path begins with something that is not judged; only $metadata and the Content-ID of"
                            + " an earlier request that made a row are.");
        }
        String set = reference.get();
        EdmType type = judging.model().typeOfSet(set).orElseThrow(() -> Judging.unknown(set));
        return new Place(Kind.ROW, type, Set.of(set), Set.of(), null);
    }

    /** Neither rows nor columns: but an operation is one wherever it stands. */
    private Place metadata(Place place, Segment segment) {
        String name = segment.name();
        String simple = name.substring(name.lastIndexOf('.') + 1);
        if (!judging.model().operations(simple).isEmpty()) {
            throw new CannotJudge("An operation is called on a definition.");
        }
        return place;
    }

    private Place step(Place from, Segment segment) {
        Place place = from.kind() == Kind.OPERATION ? Call.result(judging, from) : from;
        if (segment.name().startsWith("$")) {
            return look(place, segment);
        }
        EdmType type = place.type();
        if (type == null || !GOES_ON.contains(place.kind())) {
            throw Judging.unknown(segment.name());
        }
        if (segment.isQualified()) {
            return qualified(place, type, segment);
        }
        if (place.kind() != Kind.SET) {
            Optional<EdmNavigation> navigation = judging.model().navigation(type, segment.name());
            if (navigation.isPresent()) {
                return navigate(place, navigation.get(), segment);
            }
            if (judging.model().hasProperty(type, segment.name()) && segment.arguments() == null) {
                @Nullable
                EdmType ofColumn =
                        judging.model().typeOfProperty(type, segment.name()).orElse(null);
                return place.as(Kind.COLUMN).withType(ofColumn, place.tables());
            }
        }
        return new Call(judging, segment).bound(place, type, segment.name());
    }

    private static Place look(Place place, Segment segment) {
        boolean rows = place.kind() == Kind.SET || place.kind() == Kind.ROW;
        if (segment.arguments() == null) {
            switch (segment.name()) {
                case "$count" -> {
                    if (place.kind() == Kind.SET) {
                        return place.as(Kind.COUNT);
                    }
                }
                case "$ref" -> {
                    if (rows) {
                        return place.as(Kind.REFERENCES);
                    }
                }
                case "$value" -> {
                    if (place.kind() == Kind.ROW || place.kind() == Kind.COLUMN) {
                        return place.as(Kind.VALUE).withType(null, place.tables());
                    }
                }
                default -> {}
            }
        }
        throw new CannotJudge("The path has a segment that is not judged; $count, $ref and $value are, at its end.");
    }

    private Place navigate(Place place, EdmNavigation navigation, Segment segment) {
        judging.needs(place.tables(), Verb.READ);
        EdmType target = judging.target(navigation);
        Kind kind = navigation.collection() ? Kind.SET : Kind.ROW;
        return keyed(new Place(kind, target, judging.tablesOf(target), place.tables(), null), segment);
    }

    private Place qualified(Place place, EdmType type, Segment segment) {
        Optional<EdmType> derived = judging.cast(type, segment.name());
        if (derived.isPresent()) {
            Set<String> tables = new HashSet<>(place.tables());
            tables.addAll(judging.tablesOf(derived.get()));
            return keyed(place.withType(derived.get(), tables), segment);
        }
        String name = judging.model().simpleName(segment.name()).orElseThrow(() -> Judging.unknown(segment.name()));
        return new Call(judging, segment).bound(place, type, name);
    }

    private Place keyed(Place place, Segment segment) {
        String arguments = segment.arguments();
        if (arguments == null) {
            return place;
        }
        EdmType type = place.type();
        if (place.kind() != Kind.SET || type == null) {
            throw new CannotJudge("A key stands behind what is one row already.");
        }
        Parameter.judgeKey(judging, type, arguments);
        return place.as(Kind.ROW);
    }
}
