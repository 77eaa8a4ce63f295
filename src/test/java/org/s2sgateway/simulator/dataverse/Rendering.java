package org.s2sgateway.simulator.dataverse;

import jakarta.json.stream.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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

    /** What stands around the rows of a page, besides its count. */
    record Frame(OptionalInt matching, Optional<String> skiptoken, List<Annotation> annotations) {}

    /** An annotation of the whole answer; its value is a text or a boolean. */
    record Annotation(String name, Object value) {}

    /** @param frame how many rows match, where that was asked for; the token of the next page; and more annotations */
    byte[] page(List<Row> page, Frame frame) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonText.JSON.createGenerator(bytes)) {
            json.writeStartObject();
            writeContext(json, "");
            writeCounts(json, frame.matching());
            for (Annotation annotation : frame.annotations()) {
                if (annotation.value() instanceof Boolean truth) {
                    json.write(annotation.name(), truth);
                } else {
                    json.write(annotation.name(), annotation.value().toString());
                }
            }
            json.writeStartArray("value");
            for (Row row : page) {
                json.writeStartObject();
                rows.write(json, type, row, query);
                json.writeEnd();
            }
            json.writeEnd();
            frame.skiptoken().ifPresent(token -> json.write("@odata.nextLink", nextLink(token)));
            json.writeEnd();
        }
        return bytes.toByteArray();
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

    private String nextLink(String skiptoken) {
        String before = query.fingerprint().isEmpty() ? "" : query.fingerprint() + "&";
        return request.root() + request.path() + "?" + before + "$skiptoken=" + skiptoken;
    }

    private static int counted(OptionalInt matching) {
        return Math.min(matching.getAsInt(), MOST_COUNTED);
    }
}
