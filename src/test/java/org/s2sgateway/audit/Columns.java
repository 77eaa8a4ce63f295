package org.s2sgateway.audit;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every column of every row of a chain, and something else to stand in it. The rows' records name the columns. */
final class Columns {

    private Columns() {}

    /** The row with another value in one column. */
    static <R extends Record> R with(R row, String column, @Nullable Object value) {
        return changed(row, column, old -> value);
    }

    /** For each column, the row with something else in it: a text with that one in front, a number or time so much off. */
    static <R extends Record> List<UnaryOperator<R>> changed(Class<R> rows, String other, long shift) {
        return columns(rows)
                .map(column -> (UnaryOperator<R>)
                        row -> changed(row, column.getName(), old -> another(old, column, other, shift)))
                .toList();
    }

    /** For each column that may be empty, the row without what is in it. */
    static <R extends Record> List<UnaryOperator<R>> emptied(Class<R> rows) {
        return columns(rows)
                .filter(column -> mayBeEmpty(column.getAnnotatedType()))
                .map(column -> (UnaryOperator<R>) row -> with(row, column.getName(), null))
                .toList();
    }

    private static Stream<RecordComponent> columns(Class<? extends Record> rows) {
        return Arrays.stream(rows.getRecordComponents());
    }

    private static boolean mayBeEmpty(AnnotatedElement type) {
        return type.isAnnotationPresent(Nullable.class);
    }

    private static Object another(@Nullable Object old, RecordComponent column, String other, long shift) {
        if (column.getType() != String.class && !(old instanceof Instant)) {
            return (old instanceof Long number ? number : 0) + shift;
        }
        return old instanceof Instant time ? time.plus(Duration.ofNanos(1000 * shift)) : other + old;
    }

    private static <R extends Record> R changed(R row, String changed, UnaryOperator<@Nullable Object> change) {
        RecordComponent[] columns = row.getClass().getRecordComponents();
        Class<?>[] types = Arrays.stream(columns).map(RecordComponent::getType).toArray(Class<?>[]::new);
        @Nullable Object[] values = new Object[columns.length];
        boolean found = false;
        try {
            for (int i = 0; i < columns.length; i++) {
                boolean here = columns[i].getName().equals(changed);
                Object old = columns[i].getAccessor().invoke(row);
                values[i] = here ? change.apply(old) : old;
                found |= here;
            }
            if (!found) {
                throw new IllegalArgumentException("No column " + changed);
            }
            @SuppressWarnings("unchecked") // a record has no subclasses
            Class<R> type = (Class<R>) row.getClass();
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
