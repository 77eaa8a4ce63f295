package org.s2sgateway.simulator.dataverse;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** The rows of one table in the order in which they came. Thread-safe; every change is one step. */
final class Table implements Transactions.Restorable {

    /** Says whether a change may happen to the row as it is, or throws {@link ODataRefusal}. */
    @FunctionalInterface
    interface Condition {
        void check(Optional<Row> current);
    }

    /** What a write did. */
    record Written(Row row, boolean created) {}

    private final EntityType type;
    private final AtomicLong versions;
    private final Clock clock;
    private final Map<UUID, Row> rows = new LinkedHashMap<>();
    private long positions;

    /** @param versions the environment's counter of row versions */
    Table(EntityType type, AtomicLong versions, Clock clock) {
        this.type = type;
        this.versions = versions;
        this.clock = clock;
    }

    EntityType type() {
        return type;
    }

    @Override
    public synchronized Runnable copy() {
        Map<UUID, Row> before = new LinkedHashMap<>(rows);
        return () -> restore(before);
    }

    private synchronized void restore(Map<UUID, Row> before) {
        rows.clear();
        rows.putAll(before);
    }

    synchronized List<Row> rows() {
        return List.copyOf(rows.values());
    }

    synchronized Optional<Row> find(UUID id) {
        return Optional.ofNullable(rows.get(id));
    }

    synchronized Optional<Row> find(Predicate<Row> predicate) {
        return rows.values().stream().filter(predicate).findFirst();
    }

    synchronized void clear() {
        rows.clear();
    }

    /** Puts a row there as it is given, now. */
    synchronized void seed(UUID id, Map<String, Object> values) {
        seed(id, Seed.LAST_VERSION, Instant.ofEpochSecond(clock.instant().getEpochSecond()), values);
    }

    /** Puts a row there as it is given, with the times of the seed. */
    synchronized void seed(UUID id, long version, Instant time, Map<String, Object> values) {
        Map<String, Object> complete = new HashMap<>(type.defaults());
        complete.putAll(values);
        complete.put(type.primaryKey(), id);
        complete.put("createdon", time);
        complete.put("modifiedon", time);
        type.derive(complete);
        rows.put(id, new Row(id, version, positions++, complete));
    }

    /** Creates the row or changes the given columns of it; an empty value empties its column. */
    synchronized Written write(UUID id, Map<String, Optional<Object>> changes, Condition condition) {
        Optional<Row> current = find(id);
        condition.check(current);
        Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        Map<String, Object> values = new HashMap<>(current.map(Row::values).orElse(type.defaults()));
        values.putIfAbsent("createdon", now);
        values.put("modifiedon", now);
        changes.forEach((column, value) ->
                value.ifPresentOrElse(given -> values.put(column, given), () -> values.remove(column)));
        values.put(type.primaryKey(), id);
        type.derive(values);
        refuseDuplicateKey(id, values);
        Row row = new Row(
                id, versions.incrementAndGet(), current.map(Row::position).orElseGet(() -> positions++), values);
        rows.put(id, row);
        return new Written(row, current.isEmpty());
    }

    synchronized void delete(UUID id, Condition condition) {
        condition.check(find(id));
        rows.remove(id);
    }

    private void refuseDuplicateKey(UUID id, Map<String, Object> values) {
        type.alternateKey().map(values::get).ifPresent(key -> {
            boolean taken = find(row -> !row.id().equals(id)
                            && row.value(type.alternateKey().get())
                                    .filter(key::equals)
                                    .isPresent())
                    .isPresent();
            if (taken) {
                throw duplicate();
            }
        });
    }

    static ODataRefusal duplicate() {
        return new ODataRefusal(412, ODataRefusal.DUPLICATE, "A record with matching key values already exists.");
    }
}
