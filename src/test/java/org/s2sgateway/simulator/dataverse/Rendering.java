package org.s2sgateway.simulator.dataverse;

import jakarta.json.stream.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.s2sgateway.simulator.wire.JsonText;

/** Writes the rows that a query gives as OData JSON. */
final class Rendering {

    private static final String TOTAL = "Microsoft.Dynamics.CRM.totalrecordcount";

    /** The count that {@code $count} stops at. */
    static final int MOST_COUNTED = 5_000;

    private final Request request;
    private final EntityType type;
    private final Query query;
    private final Preferences preferences;
    private final MetadataLevel level;
    private final RowWriter rows;

    Rendering(Request request, EntityType type, Query query, Data data) {
        this.request = request;
        this.type = type;
        this.query = query;
        this.preferences = new Preferences(request.call());
        this.level = MetadataLevel.of(request.call());
        this.rows = new RowWriter(request.root(), preferences, level, data);
    }

    Preferences preferences() {
        return preferences;
    }

    String contentType() {
        return level.contentType();
    }

    byte[] row(Row row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonText.JSON.createGenerator(bytes)) {
            json.writeStartObject();
            writeContext(json, "/$entity");
            rows.write(json, type, row, query);
            json.writeEnd();
        }
        return bytes.toByteArray();
    }

    /**
     * What stands around the rows of a page.
     *
     * @param matching how many rows match, where that was asked for
     * @param skiptoken of the next page
     * @param tracked the version from which on changes are to be told, where that was asked for
     */
    record Frame(OptionalInt matching, Optional<String> skiptoken, OptionalLong tracked) {}

    byte[] page(List<Row> page, Frame frame, Instant now) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonText.JSON.createGenerator(bytes)) {
            json.writeStartObject();
            writeContext(json, "");
            writeCounts(json, frame.matching());
            if (frame.tracked().isPresent()) {
                writeDeltaLink(json, frame.tracked().getAsLong(), now);
            }
            json.writeStartArray("value");
            for (Row row : page) {
                json.writeStartObject();
                rows.write(json, type, row, query);
                json.writeEnd();
            }
            json.writeEnd();
            frame.skiptoken().ifPresent(token -> json.write("@odata.nextLink", link("$skiptoken=" + token)));
            json.writeEnd();
        }
        return bytes.toByteArray();
    }

    /** Rows that changed, and then those that are gone. */
    byte[] delta(Table.Changes changes, Instant now) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonText.JSON.createGenerator(bytes)) {
            json.writeStartObject();
            writeContext(json, "/$delta");
            writeDeltaLink(json, changes.version(), now);
            json.writeStartArray("value");
            for (Row row : changes.rows()) {
                json.writeStartObject();
                rows.write(json, type, row, query);
                json.writeEnd();
            }
            for (UUID id : changes.deleted()) {
                json.writeStartObject()
                        .write("@odata.context", request.root() + "$metadata#" + type.entitySet() + "/$deletedEntity")
                        .write("id", id.toString())
                        .write("reason", "deleted")
                        .writeEnd();
            }
            json.writeEnd().writeEnd();
        }
        return bytes.toByteArray();
    }

    private void writeDeltaLink(JsonGenerator json, long version, Instant now) {
        json.write("@odata.deltaLink", link(ChangeTracking.TOKEN + "=" + ChangeTracking.token(version, now)));
    }

    private void writeContext(JsonGenerator json, String suffix) {
        if (level != MetadataLevel.NONE) {
            json.write("@odata.context", request.root() + "$metadata#" + type.entitySet() + selection(query) + suffix);
        }
    }

    private void writeCounts(JsonGenerator json, OptionalInt matching) {
        if (matching.isPresent()) {
            json.write("@odata.count", counted(matching));
        }
        // The service gives them when annotations are asked for, as the walkthrough's sample does; here they are
        // left out only when other annotations are asked for.
        if (!preferences.excludes(TOTAL)) {
            json.write("@" + TOTAL, matching.isPresent() ? counted(matching) : -1);
            json.write("@" + TOTAL + "limitexceeded", matching.orElse(0) > MOST_COUNTED);
        }
    }

    /** {@code (name,primarycontactid(fullname))} */
    static String selection(Query query) {
        String items = Stream.concat(
                        query.selected().stream().map(Column::name),
                        query.expansions().stream().map(Rendering::selection))
                .collect(Collectors.joining(","));
        return items.isEmpty() ? "" : "(" + items + ")";
    }

    private static String selection(Expansion expansion) {
        String inner = selection(expansion.query());
        return expansion.navigation().name() + (inner.isEmpty() && !expansion.reference() ? "()" : inner);
    }

    private String link(String option) {
        String before = query.fingerprint().isEmpty() ? "" : query.fingerprint() + "&";
        return request.root() + request.path() + "?" + before + option;
    }

    private static int counted(OptionalInt matching) {
        return Math.min(matching.getAsInt(), MOST_COUNTED);
    }
}
