package org.s2sgateway.simulator.dataverse;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;

/** What can be done with one table over the Web API, given that the user may. Thread-safe. */
final class EntitySet {

    /** Rows in a page, whatever a client prefers. */
    private static final int LARGEST_PAGE = 5_000;

    private final Table table;
    private final Function<Row, List<Row>> roles;
    private final Paging paging = new Paging();

    /** @param roles those of a row, where it is a user */
    EntitySet(Table table, Function<Row, List<Row>> roles) {
        this.table = table;
        this.roles = roles;
    }

    EntityType type() {
        return table.type();
    }

    Table table() {
        return table;
    }

    Answer list(Call call, String root) {
        return list(call, root, row -> true);
    }

    /** The rows that the query wants of those that the condition allows. */
    Answer list(Call call, String root, Predicate<Row> among) {
        Query query = Query.ofSet(type(), call);
        Preferences preferences = new Preferences(call);
        Optional<Paging.Position> position = paging.position(type(), query);
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
            skiptoken = Optional.of(
                    paging.cookie(type(), query, page.get(0), new Paging.Position(page.get(page.size() - 1), number)));
        }
        OptionalInt count = query.count() ? OptionalInt.of(matching.size()) : OptionalInt.empty();
        byte[] body = new Rendering(root, type(), query, preferences, roles).page(page, count, skiptoken);
        return applied(Answer.bytes(200, WebApi.JSON, body), preferences);
    }

    Answer count(Call call) {
        Query query = Query.ofSet(type(), call);
        long count = table.rows().stream().filter(query.filter()).count();
        return Answer.text(200, "text/plain", String.valueOf(Math.min(count, Rendering.MOST_COUNTED)));
    }

    Answer read(Call call, String root, Key key) {
        Query query = Query.ofRow(type(), call);
        Row row = key.find(table).orElseThrow(() -> key.notFound(type()));
        if (call.header("If-None-Match").filter(row.etag()::equals).isPresent()) {
            return Answer.empty(304).with("ETag", row.etag());
        }
        return represented(200, row, new Rendering(root, type(), query, new Preferences(call), roles));
    }

    Answer create(Call call, String root) {
        Query query = Query.ofRow(type(), call);
        Map<String, Optional<Object>> columns = Payload.columns(type(), call);
        UUID id = columns.getOrDefault(type().primaryKey(), Optional.empty())
                .map(UUID.class::cast)
                .orElseGet(UUID::randomUUID);
        Table.Written written = table.write(id, columns, EntitySet::mustNotExist);
        return written(written, new Rendering(root, type(), query, new Preferences(call), roles));
    }

    /** Updates the row; creates it where it is not, unless {@code If-Match} forbids that. */
    Answer upsert(Call call, String root, Key key) {
        Query query = Query.ofRow(type(), call);
        Map<String, Optional<Object>> columns = new HashMap<>(Payload.columns(type(), call));
        UUID id = key.find(table).map(Row::id).or(key::id).orElseGet(UUID::randomUUID);
        if (key.id().isEmpty()) {
            columns.put(type().alternateKey().orElseThrow(), Optional.of(key.alternateValue()));
        }
        Table.Written written = table.write(id, columns, current -> checkConditions(call, key, current));
        return written(written, new Rendering(root, type(), query, new Preferences(call), roles));
    }

    Answer delete(Call call, Key key) {
        UUID id = key.find(table).map(Row::id).orElseThrow(() -> key.notFound(type()));
        table.delete(id, current -> {
            checkConditions(call, key, current);
            current.orElseThrow(() -> key.notFound(type()));
        });
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

    private Answer written(Table.Written written, Rendering rendering) {
        String address =
                rendering.root() + type().entitySet() + "(" + written.row().id() + ")";
        if (rendering.preferences().returnsRepresentation()) {
            Answer answer = represented(written.created() ? 201 : 200, written.row(), rendering);
            return written.created() ? answer.with("Location", address).with("OData-EntityId", address) : answer;
        }
        Answer answer = Answer.empty(204).with("OData-EntityId", address);
        return written.created() ? answer.with("Location", address) : answer;
    }

    private static Answer represented(int status, Row row, Rendering rendering) {
        return applied(
                Answer.bytes(status, WebApi.JSON, rendering.row(row)).with("ETag", row.etag()),
                rendering.preferences());
    }

    private static Answer applied(Answer answer, Preferences preferences) {
        return preferences
                .applied()
                .map(text -> answer.with("Preference-Applied", text))
                .orElse(answer);
    }
}
