package org.s2sgateway.simulator.dataverse;

import jakarta.json.stream.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.s2sgateway.simulator.wire.JsonText;

/**
 * Writes rows as OData JSON, minimal metadata.
 *
 * @param root address of the version's root, with a trailing slash
 * @param roles those of a user
 */
record Rendering(String root, EntityType type, Query query, Preferences preferences, Function<Row, List<Row>> roles) {

    private static final String TOTAL = "Microsoft.Dynamics.CRM.totalrecordcount";
    private static final String FORMATTED = "OData.Community.Display.V1.FormattedValue";

    /** The count that {@code $count} stops at. */
    static final int MOST_COUNTED = 5_000;

    byte[] row(Row row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonText.JSON.createGenerator(bytes)) {
            json.writeStartObject().write("@odata.context", context() + "/$entity");
            writeRow(json, row);
            json.writeEnd();
        }
        return bytes.toByteArray();
    }

    /**
     * @param matching how many rows match, present when that was asked for
     * @param skiptoken of the next page
     */
    byte[] page(List<Row> rows, OptionalInt matching, Optional<String> skiptoken) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonText.JSON.createGenerator(bytes)) {
            json.writeStartObject().write("@odata.context", context());
            if (matching.isPresent()) {
                json.write("@odata.count", counted(matching));
            }
            // The service gives them when annotations are asked for, as the walkthrough's sample does; here they are
            // left out only when other annotations are asked for.
            if (!preferences.excludes(TOTAL)) {
                json.write("@" + TOTAL, matching.isPresent() ? counted(matching) : -1);
                json.write("@" + TOTAL + "limitexceeded", matching.orElse(0) > MOST_COUNTED);
            }
            json.writeStartArray("value");
            for (Row row : rows) {
                json.writeStartObject();
                writeRow(json, row);
                json.writeEnd();
            }
            json.writeEnd();
            skiptoken.ifPresent(token -> json.write("@odata.nextLink", nextLink(token)));
            json.writeEnd();
        }
        return bytes.toByteArray();
    }

    private String context() {
        String columns = query.selected().stream().map(Column::name).collect(Collectors.joining(","));
        return root + "$metadata#" + type.entitySet() + (columns.isEmpty() ? "" : "(" + columns + ")");
    }

    private String nextLink(String skiptoken) {
        String before = query.fingerprint().isEmpty() ? "" : query.fingerprint() + "&";
        return root + type.entitySet() + "?" + before + "$skiptoken=" + skiptoken;
    }

    private void writeRow(JsonGenerator json, Row row) {
        writeColumns(json, row, columns(type, query.selected()));
        query.expandedRoles().ifPresent(selected -> writeRoles(json, roles.apply(row), selected));
    }

    private void writeColumns(JsonGenerator json, Row row, List<Column> columns) {
        json.write("@odata.etag", row.etag());
        for (Column column : columns) {
            Optional<Object> value = row.value(column.name());
            if (value.isEmpty()) {
                json.writeNull(column.name());
                continue;
            }
            if (column.type().isFormatted() && preferences.includes(FORMATTED)) {
                json.write(column.name() + "@" + FORMATTED, column.type().formatted(value.get()));
            }
            column.type().write(json, column.name(), value.get());
        }
    }

    private void writeRoles(JsonGenerator json, List<Row> roles, List<Column> selected) {
        json.writeStartArray("systemuserroles_association");
        for (Row role : roles) {
            json.writeStartObject();
            writeColumns(json, role, columns(EntityType.ROLE, selected));
            json.writeEnd();
        }
        json.writeEnd();
    }

    /** The primary key is always among them. */
    private static List<Column> columns(EntityType type, List<Column> selected) {
        if (selected.isEmpty()) {
            return type.columns();
        }
        List<Column> columns = new ArrayList<>(selected);
        Column key = type.column(type.primaryKey());
        if (!columns.contains(key)) {
            columns.add(key);
        }
        return columns;
    }

    private static int counted(OptionalInt matching) {
        return Math.min(matching.getAsInt(), MOST_COUNTED);
    }
}
