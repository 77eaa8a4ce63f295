package org.s2sgateway.simulator.dataverse;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Predicate;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;

/** What can be done with one table over the Web API, given that the user may. Thread-safe. */
final class EntitySet {

    /** Rows in a page, whatever a client prefers. */
    private static final int LARGEST_PAGE = 5_000;

    private final Table table;
    private final Data data;
    private final Paging paging = new Paging();

    EntitySet(Table table, Data data) {
        this.table = table;
        this.data = data;
    }

    EntityType type() {
        return table.type();
    }

    Table table() {
        return table;
    }

    Answer list(Request request) {
        return list(request, row -> true);
    }

    /** The rows that the query wants of those that the condition allows. */
    Answer list(Request request, Predicate<Row> among) {
        Map<String, String> options = request.call().options();
        boolean special = options.containsKey("fetchXml") || options.containsKey(ChangeTracking.TOKEN);
        if (special && !request.path().equals(type().entitySet())) {
            throw ODataRefusal.notSimulated("FetchXML or change tracking below a row");
        }
        if (options.containsKey("fetchXml")) {
            return new Fetching(type(), request, data).answer();
        }
        if (options.containsKey("$apply")) {
            return new Apply(type(), options)
                    .answer(request, table.rows().stream().filter(among).toList());
        }
        Query query = Query.ofSet(type(), request.call()).readableBy(request.user());
        Rendering rendering = new Rendering(request, type(), query, data);
        Preferences preferences = rendering.preferences();
        if (preferences.tracksChanges() || options.containsKey(ChangeTracking.TOKEN)) {
            ChangeTracking.check(type(), options);
        }
        if (options.containsKey(ChangeTracking.TOKEN)) {
            return Answer.bytes(200, rendering.contentType(), rendering.delta(changes(options), table.now()));
        }
        long version = table.version();
        Optional<Paging.Position> position = paging.position(request.path(), query);
        List<Row> matching = table.rows().stream()
                .filter(among.and(query.filter()))
                .sorted(query.order())
                .toList();
        List<Row> ahead = position.map(from -> matching.stream()
                        .filter(row -> query.order().compare(row, from.last()) > 0)
                        .toList())
                .orElse(matching);
        // A page size makes Dataverse ignore $top.
        boolean limited = query.top().isPresent() && preferences.maxPageSize().isEmpty();
        int size = Math.min(
                LARGEST_PAGE,
                limited ? query.top().getAsInt() : preferences.maxPageSize().orElse(LARGEST_PAGE));
        List<Row> page = ahead.subList(0, Math.min(size, ahead.size()));
        Optional<String> skiptoken = Optional.empty();
        if (!limited && ahead.size() > size) {
            int number = position.map(Paging.Position::page).orElse(0) + 1;
            skiptoken = Optional.of(paging.cookie(
                    type(),
                    request.path(),
                    query,
                    page.get(0),
                    new Paging.Position(page.get(page.size() - 1), number, began(position, version))));
        }
        OptionalInt count = query.count() ? OptionalInt.of(matching.size()) : OptionalInt.empty();
        OptionalLong tracked = preferences.tracksChanges() && skiptoken.isEmpty()
                ? OptionalLong.of(began(position, version))
                : OptionalLong.empty();
        byte[] body = rendering.page(page, new Rendering.Frame(count, skiptoken, tracked), table.now());
        return applied(Answer.bytes(200, rendering.contentType(), body), preferences);
    }

    /** What changes while somebody pages must not be lost: it is told from the first page on. */
    private static long began(Optional<Paging.Position> position, long now) {
        return position.map(Paging.Position::version).orElse(now);
    }

    private Table.Changes changes(Map<String, String> options) {
        return table.since(ChangeTracking.version(options.getOrDefault(ChangeTracking.TOKEN, ""), table.now()));
    }

    Answer count(Request request, Predicate<Row> among) {
        if (request.call().options().containsKey(ChangeTracking.TOKEN)) {
            ChangeTracking.check(type(), request.call().options());
            Table.Changes changes = changes(request.call().options());
            return Answer.text(
                    200,
                    "text/plain",
                    String.valueOf(changes.rows().size() + changes.deleted().size()));
        }
        Query query = Query.ofSet(type(), request.call());
        long count = table.rows().stream().filter(among.and(query.filter())).count();
        return Answer.text(200, "text/plain", String.valueOf(Math.min(count, Rendering.MOST_COUNTED)));
    }

    Answer read(Request request, Key key) {
        return read(request, key.find(table).orElseThrow(() -> key.notFound(type())));
    }

    Answer read(Request request, Row row) {
        Query query = Query.ofRow(type(), request.call()).readableBy(request.user());
        Rendering rendering = new Rendering(request, type(), query, data);
        boolean conditional =
                query.expansions().isEmpty() && !rendering.preferences().wantsAnnotations();
        if (conditional
                && request.call()
                        .header("If-None-Match")
                        .filter(row.etag()::equals)
                        .isPresent()) {
            return Answer.empty(304).with("ETag", row.etag());
        }
        return represented(200, row, rendering);
    }

    Answer create(Request request) {
        return create(request, Map.of());
    }

    /** With columns that follow from the address. */
    Answer create(Request request, Map<String, Optional<Object>> given) {
        Query query = Query.ofRow(type(), request.call());
        Map<String, Optional<Object>> columns = new HashMap<>(new Payload(type(), request, data).columns());
        columns.putAll(given);
        UUID id = columns.getOrDefault(type().primaryKey(), Optional.empty())
                .map(UUID.class::cast)
                .orElseGet(UUID::randomUUID);
        Table.Written written =
                table.write(id, Stamp.with(columns, type(), request.user(), true), EntitySet::mustNotExist);
        return written(request, written, new Rendering(request, type(), query, data));
    }

    /** Updates the row; creates it where it is not, unless {@code If-Match} forbids that. */
    Answer upsert(Request request, Key key) {
        Query query = Query.ofRow(type(), request.call());
        Map<String, Optional<Object>> columns = new HashMap<>(new Payload(type(), request, data).columns());
        Optional<Row> there = key.find(table);
        UUID id = there.map(Row::id).or(key::id).orElseGet(UUID::randomUUID);
        if (key.id().isEmpty()) {
            columns.put(type().alternateKey().orElseThrow(), Optional.of(key.alternateValue()));
        }
        Table.Written written = table.write(
                id,
                Stamp.with(columns, type(), request.user(), there.isEmpty()),
                current -> checkConditions(request.call(), key, current));
        return written(request, written, new Rendering(request, type(), query, data));
    }

    /** Changes columns of a row that is there. */
    void change(Request request, Row row, Map<String, Optional<Object>> columns) {
        Key key = new Key(Optional.of(row.id()), "");
        table.write(row.id(), Stamp.with(columns, type(), request.user(), false), current -> {
            checkConditions(request.call(), key, current);
            current.orElseThrow(() -> key.notFound(type()));
        });
    }

    Answer delete(Request request, Key key) {
        UUID id = key.find(table).map(Row::id).orElseThrow(() -> key.notFound(type()));
        table.delete(id, current -> {
            checkConditions(request.call(), key, current);
            current.orElseThrow(() -> key.notFound(type()));
        });
        data.removeLinks(type(), id);
        return Answer.empty(204);
    }

    private void checkConditions(Call call, Key key, Optional<Row> current) {
        Optional<String> ifMatch = call.header("If-Match");
        if (ifMatch.isPresent()) {
            Row row = current.orElseThrow(() -> key.notFound(type()));
            if (!ifMatch.get().equals("*") && !ifMatch.get().equals(row.etag())) {
                throw new ODataRefusal(
                        412,
                        ODataRefusal.VERSION_MISMATCH,
                        "The version of the existing record doesn't match the RowVersion property provided.");
            }
        }
        if (call.header("If-None-Match").filter("*"::equals).isPresent()) {
            mustNotExist(current);
        }
    }

    private static void mustNotExist(Optional<Row> current) {
        if (current.isPresent()) {
            throw Table.duplicate();
        }
    }

    private Answer written(Request request, Table.Written written, Rendering rendering) {
        String address = request.address(type(), written.row());
        if (rendering.preferences().returnsRepresentation()) {
            Answer answer = represented(written.created() ? 201 : 200, written.row(), rendering);
            return written.created() ? answer.with("Location", address).with("OData-EntityId", address) : answer;
        }
        Answer answer = Answer.empty(204).with("OData-EntityId", address);
        return written.created() ? answer.with("Location", address) : answer;
    }

    private static Answer represented(int status, Row row, Rendering rendering) {
        return applied(
                Answer.bytes(status, rendering.contentType(), rendering.row(row))
                        .with("ETag", row.etag()),
                rendering.preferences());
    }

    private static Answer applied(Answer answer, Preferences preferences) {
        return preferences
                .applied()
                .map(text -> answer.with("Preference-Applied", text))
                .orElse(answer);
    }
}
