package org.s2sgateway.simulator.dataverse;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
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
    private final Map<UUID, Long> deletions = new LinkedHashMap<>();
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
        Map<UUID, Long> deletedBefore = new LinkedHashMap<>(deletions);
        return () -> restore(before, deletedBefore);
    }

    private synchronized void restore(Map<UUID, Row> before, Map<UUID, Long> deletedBefore) {
        rows.clear();
        rows.putAll(before);
        deletions.clear();
        deletions.putAll(deletedBefore);
    }

    /** What is newer than a version; rows by their versions, then what was deleted. */
    record Changes(List<Row> rows, List<UUID> deleted, long version) {}

    synchronized Changes since(long version) {
        List<Row> changed = rows.values().stream()
                .filter(row -> row.version() > version)
                .sorted(Comparator.comparingLong(Row::version))
                .toList();
        List<UUID> deleted = deletions.entrySet().stream()
                .filter(entry -> entry.getValue() > version)
                .map(Map.Entry::getKey)
                .toList();
        return new Changes(changed, deleted, versions.get());
    }

    /** The newest version that there is. */
    long version() {
        return versions.get();
    }

    Instant now() {
        return clock.instant();
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
        deletions.clear();
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
        deletions.remove(id);
        return new Written(row, current.isEmpty());
    }

    synchronized void delete(UUID id, Condition condition) {
        condition.check(find(id));
        if (rows.remove(id) != null) {
            deletions.put(id, versions.incrementAndGet());
        }
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
