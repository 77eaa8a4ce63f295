package org.s2sgateway.simulator.dataverse;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;
import org.s2sgateway.simulator.wire.JsonText;

/** What lies below a row's address: its navigation properties, the references of these, and single columns. Thread-safe. */
final class BelowRow {

    private static final Pattern SEGMENTS =
            Pattern.compile("([A-Za-z_]\\w*)(?:\\(([^/]*)\\))?(?:/(\\$ref|\\$count|\\$value))?");

    /** Functions and actions that are bound to a row are named in full. */
    private static final Pattern BOUND =
            Pattern.compile("Microsoft\\.Dynamics\\.CRM\\.(\\w+)(?:\\((.*)\\))?", Pattern.DOTALL);

    private final Map<String, EntitySet> sets;
    private final Data data;
    private final Operations operations;
    private final FileColumns files;

    BelowRow(Map<String, EntitySet> sets, Data data, Operations operations, FileColumns files) {
        this.sets = sets;
        this.data = data;
        this.operations = operations;
        this.files = files;
    }

    Answer answer(Call call, WebApi.Address address, EntitySet set, Caller user) {
        Matcher bound = BOUND.matcher(address.below().orElseThrow());
        if (bound.matches()) {
            return operations.answer(
                    set.type().entitySet() + "/" + bound.group(1),
                    call,
                    address.root(),
                    Optional.ofNullable(bound.group(2)),
                    user,
                    Optional.of(row(address, set)));
        }
        Matcher segments = SEGMENTS.matcher(address.below().orElseThrow());
        if (!segments.matches()) {
            throw ODataRefusal.unknownSegment(address.below().get());
        }
        Row row = row(address, set);
        String name = segments.group(1);
        String suffix = Optional.ofNullable(segments.group(3)).orElse("");
        Optional<Navigation> navigation = Schema.navigation(set.type(), name);
        if (navigation.isPresent()) {
            Request request =
                    new Request(call, address.root(), set.type().entitySet() + "(" + row.id() + ")/" + name, user);
            Optional<String> inner = Optional.ofNullable(segments.group(2));
            return ofNavigation(request, set, row, navigation.get(), suffix, inner);
        }
        Column column = set.type().find(name).orElseThrow(() -> ODataRefusal.unknownSegment(name));
        Request request = new Request(call, address.root(), set.type().entitySet(), user);
        return column.hasContent()
                ? files.answer(request, set, row, column, suffix)
                : SingleColumn.answer(request, set, row, column, suffix);
    }

    private static Row row(WebApi.Address address, EntitySet set) {
        Key key = address.key().orElseThrow();
        return key.find(set.table()).orElseThrow(() -> key.notFound(set.type()));
    }

    private Answer ofNavigation(
            Request request, EntitySet set, Row row, Navigation navigation, String suffix, Optional<String> inner) {
        if (suffix.equals("$ref")) {
            return ofReference(request, set, row, navigation, inner);
        }
        if (inner.isPresent() || suffix.equals("$value")) {
            throw ODataRefusal.notSimulated("A row of a navigation property");
        }
        EntitySet target = set(navigation.target());
        if (request.call().method().equals("POST") && navigation.collection() && suffix.isEmpty()) {
            return createRelated(request, row, navigation);
        }
        WebApi.requireReading(request.call());
        request.user().require("Read", target.type());
        Set<Row> related = Set.copyOf(data.related(row, navigation));
        if (suffix.equals("$count")) {
            return target.count(request, related::contains);
        }
        if (navigation.collection()) {
            return target.list(request, related::contains);
        }
        return related.stream()
                .findFirst()
                .map(found -> target.read(request, found))
                .orElse(Answer.empty(204));
    }

    /** A row that refers to this one from the start. */
    private Answer createRelated(Request request, Row row, Navigation navigation) {
        if (navigation.relationship().manyToMany()) {
            throw ODataRefusal.notSimulated("Creating a row of a relationship of many to many");
        }
        EntitySet target = set(navigation.target());
        request.user().require("Create", target.type());
        return target.create(request, Map.of(navigation.relationship().column(), Optional.of(row.id())));
    }

    private Answer ofReference(Request request, EntitySet set, Row row, Navigation navigation, Optional<String> inner) {
        Optional<String> id = Optional.ofNullable(request.call().options().get("$id"));
        switch (request.call().method()) {
            case "GET", "HEAD" -> {
                request.user().require("Read", navigation.target());
                return references(request, row, navigation);
            }
            case "PUT" -> {
                if (navigation.collection()) {
                    throw ODataRefusal.methodNotAllowed("PUT");
                }
                link(request, set, row, navigation, given(request).row(navigation, data));
            }
            case "POST" -> {
                if (!navigation.collection()) {
                    throw ODataRefusal.methodNotAllowed("POST");
                }
                link(request, set, row, navigation, given(request).row(navigation, data));
            }
            case "DELETE" -> unlink(request, set, row, navigation, inner, id);
            default -> throw ODataRefusal.methodNotAllowed(request.call().method());
        }
        return Answer.empty(204);
    }

    private static Link given(Request request) {
        return Link.parse(Payload.object(request.call()).getString("@odata.id", ""), request.root());
    }

    private void link(Request request, EntitySet set, Row row, Navigation navigation, Row other) {
        Relationship relationship = simple(navigation);
        request.user().requireLink(relationship.referencing(), relationship.referenced());
        if (navigation.fromReferencing()) {
            set.change(request, row, Map.of(relationship.column(), Optional.of(other.id())));
        } else {
            set(navigation.target()).change(request, other, Map.of(relationship.column(), Optional.of(row.id())));
        }
    }

    private void unlink(
            Request request,
            EntitySet set,
            Row row,
            Navigation navigation,
            Optional<String> inner,
            Optional<String> id) {
        Relationship relationship = simple(navigation);
        request.user().requireLink(relationship.referencing(), relationship.referenced());
        Map<String, Optional<Object>> empty = Map.of(relationship.column(), Optional.empty());
        if (!navigation.collection()) {
            set.change(request, row, empty);
            return;
        }
        Row other = inner.map(key -> new Link(navigation.target(), Key.parse(navigation.target(), key)))
                .or(() -> id.map(link -> Link.parse(link, request.root())))
                .orElseThrow(() -> ODataRefusal.badRequest("The reference that is to be removed is not named."))
                .row(navigation, data);
        if (!data.related(row, navigation).contains(other)) {
            throw new ODataRefusal(
                    404, ODataRefusal.DOES_NOT_EXIST, "The rows are not related by '" + navigation.name() + "'.");
        }
        set(navigation.target()).change(request, other, empty);
    }

    private static Relationship simple(Navigation navigation) {
        Relationship relationship = navigation.relationship();
        if (relationship.manyToMany() || relationship.column().matches("_(?:created|modified).*")) {
            throw ODataRefusal.notSimulated("Changing '" + navigation.name() + "'");
        }
        return relationship;
    }

    private Answer references(Request request, Row row, Navigation navigation) {
        List<Row> related = data.related(row, navigation);
        if (!navigation.collection()) {
            return related.isEmpty()
                    ? Answer.empty(204)
                    : json(JsonText.object()
                            .add("@odata.context", request.root() + "$metadata#$ref")
                            .add("@odata.id", request.address(navigation.target(), related.get(0))));
        }
        JsonArrayBuilder value = JsonText.JSON.createArrayBuilder();
        related.forEach(
                other -> value.add(JsonText.object().add("@odata.id", request.address(navigation.target(), other))));
        return json(JsonText.object()
                .add("@odata.context", request.root() + "$metadata#Collection($ref)")
                .add("value", value));
    }

    private static Answer json(JsonObjectBuilder json) {
        return Answer.text(200, WebApi.JSON, json.build().toString());
    }

    private EntitySet set(EntityType type) {
        EntitySet set = sets.get(type.entitySet());
        if (set == null) {
            throw new IllegalStateException("There is no entity set of " + type.logicalName());
        }
        return set;
    }
}
