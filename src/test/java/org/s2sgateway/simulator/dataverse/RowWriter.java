package org.s2sgateway.simulator.dataverse;

import jakarta.json.stream.JsonGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes one row and what is expanded in it, with the control information and annotations that are wanted. */
final class RowWriter {

    private static final String FORMATTED = "OData.Community.Display.V1.FormattedValue";
    private static final String NAVIGATION = "Microsoft.Dynamics.CRM.associatednavigationproperty";
    private static final String LOGICAL_NAME = "Microsoft.Dynamics.CRM.lookuplogicalname";

    /** Of an expanded collection; there is no paging within. */
    private static final int MOST_EXPANDED = 5_000;

    private final String root;
    private final Preferences preferences;
    private final MetadataLevel level;
    private final Data data;

    RowWriter(String root, Preferences preferences, MetadataLevel level, Data data) {
        this.root = root;
        this.preferences = preferences;
        this.level = level;
        this.data = data;
    }

    /** Writes into an object that is open. */
    void write(JsonGenerator json, EntityType type, Row row, Query query) {
        String address = type.entitySet() + "(" + row.id() + ")";
        if (level == MetadataLevel.FULL) {
            json.write("@odata.type", "#" + type.qualifiedName()).write("@odata.id", root + address);
        }
        if (level != MetadataLevel.NONE) {
            json.write("@odata.etag", row.etag());
        }
        if (level == MetadataLevel.FULL) {
            json.write("@odata.editLink", address);
        }
        writeColumns(json, type, row, query.selected());
        for (Expansion expansion : query.expansions()) {
            if (expansion.navigation().collection()) {
                writeCollection(json, row, expansion, root + address + "/");
            } else {
                writeSingle(json, row, expansion);
            }
        }
        if (level == MetadataLevel.FULL) {
            for (Navigation navigation : Schema.navigations(type)) {
                json.write(
                        navigation.name() + "@odata.associationLink",
                        root + address + "/" + navigation.name() + "/$ref");
                json.write(navigation.name() + "@odata.navigationLink", root + address + "/" + navigation.name());
            }
        }
    }

    private void writeSingle(JsonGenerator json, Row row, Expansion expansion) {
        Optional<Row> related =
                data.related(row, expansion.navigation()).stream().findFirst();
        if (related.isEmpty()) {
            json.writeNull(expansion.navigation().name());
            return;
        }
        EntityType target = expansion.navigation().target();
        json.writeStartObject(expansion.navigation().name());
        if (expansion.reference()) {
            json.write(
                    "@odata.id", root + target.entitySet() + "(" + related.get().id() + ")");
        } else {
            writeExpanded(json, related.get(), expansion);
        }
        json.writeEnd();
    }

    /** As Microsoft's samples show it a link to the whole collection always stands beside it. */
    private void writeCollection(JsonGenerator json, Row row, Expansion expansion, String base) {
        Query query = expansion.query();
        json.writeStartArray(expansion.navigation().name());
        data.related(row, expansion.navigation()).stream()
                .filter(query.filter())
                .sorted(query.order())
                .limit(query.top().orElse(MOST_EXPANDED))
                .forEach(related -> {
                    json.writeStartObject();
                    if (expansion.reference()) {
                        json.write(
                                "@odata.id",
                                root + expansion.navigation().target().entitySet() + "(" + related.id() + ")");
                    } else {
                        json.write("@odata.etag", related.etag());
                        writeExpanded(json, related, expansion);
                    }
                    json.writeEnd();
                });
        json.writeEnd();
        json.write(expansion.navigation().name() + "@odata.nextLink", base + expansion.address());
    }

    private void writeExpanded(JsonGenerator json, Row row, Expansion expansion) {
        EntityType target = expansion.navigation().target();
        writeColumns(json, target, row, expansion.query().selected());
        for (Expansion nested : expansion.query().expansions()) {
            if (nested.navigation().collection()) {
                writeCollection(json, row, nested, root + target.entitySet() + "(" + row.id() + ")/");
            } else {
                writeSingle(json, row, nested);
            }
        }
    }

    private void writeColumns(JsonGenerator json, EntityType type, Row row, List<Column> selected) {
        for (Column column : columns(type, selected)) {
            Optional<Object> value = row.value(column.name());
            if (value.isEmpty()) {
                json.writeNull(column.name());
                continue;
            }
            writeAnnotations(json, type, row, column, value.get());
            column.type().write(json, column.name(), value.get());
        }
    }

    private void writeAnnotations(JsonGenerator json, EntityType type, Row row, Column column, Object value) {
        if (column.type().isFormatted() && preferences.includes(FORMATTED)) {
            json.write(column.name() + "@" + FORMATTED, column.type().formatted(value));
        }
        if (column.kind() != Column.Kind.LOOKUP) {
            return;
        }
        Schema.ofColumn(type, column).ifPresent(relationship -> {
            if (preferences.includes(FORMATTED)) {
                data.lookedUp(row, relationship)
                        .flatMap(found ->
                                relationship.referenced().nameColumn().flatMap(name -> found.value(name.name())))
                        .ifPresent(name -> json.write(column.name() + "@" + FORMATTED, name.toString()));
            }
            if (preferences.includes(NAVIGATION)) {
                json.write(column.name() + "@" + NAVIGATION, relationship.navigation());
            }
            if (preferences.includes(LOGICAL_NAME)) {
                json.write(
                        column.name() + "@" + LOGICAL_NAME,
                        relationship.referenced().logicalName());
            }
        });
    }

    /** The primary key is always among them; images are only where they are asked for. */
    private static List<Column> columns(EntityType type, List<Column> selected) {
        if (selected.isEmpty()) {
            return type.columns().stream()
                    .filter(column -> column.kind() != Column.Kind.IMAGE)
                    .toList();
        }
        List<Column> columns = new ArrayList<>(selected);
        Column key = type.column(type.primaryKey());
        if (!columns.contains(key)) {
            columns.add(key);
        }
        return columns;
    }
}
