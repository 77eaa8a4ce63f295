package org.s2sgateway.simulator.dataverse;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import org.s2sgateway.simulator.wire.JsonText;

/** A column as its definition tells of it. */
final class AttributeDefinition {

    private static final int LONGEST_TEXT = 4_000;

    private AttributeDefinition() {}

    static JsonObject json(EntityType type, Column column) {
        JsonObjectBuilder json = JsonText.object()
                .add("@odata.type", "#Microsoft.Dynamics.CRM." + kind(column) + "AttributeMetadata")
                .add("LogicalName", logicalName(column.name()))
                .add("EntityLogicalName", type.logicalName())
                .add("AttributeType", attributeType(column))
                .add("IsPrimaryId", column.name().equals(type.primaryKey()))
                .add("MetadataId", Definitions.id("column " + type.logicalName() + "." + column.name()));
        if (column.hasContent()) {
            json.add("MaxSizeInKB", Files.largest(column) / 1024);
        }
        if (column.type() == ColumnType.STRING) {
            json.add("MaxLength", LONGEST_TEXT);
        }
        Schema.ofColumn(type, column)
                .ifPresent(relationship -> json.add(
                        "Targets",
                        JsonText.strings(List.of(relationship.referenced().logicalName()))));
        return json.build();
    }

    /** Lookups are named without what their values are read by. */
    static String logicalName(String column) {
        return column.replaceFirst("^_(.*)_value$", "$1");
    }

    private static String kind(Column column) {
        return switch (column.kind()) {
            case LOOKUP -> "Lookup";
            case FILE -> "File";
            case IMAGE -> "Image";
            case PLAIN ->
                switch (column.type()) {
                    case STRING -> "String";
                    case GUID -> "UniqueIdentifier";
                    case INTEGER -> "Integer";
                    case DECIMAL -> "Money";
                    case BOOLEAN -> "Boolean";
                    case DATE_TIME -> "DateTime";
                    case BINARY -> "Image";
                };
        };
    }

    private static String attributeType(Column column) {
        if (column.hasContent()) {
            return "Virtual";
        }
        String kind = kind(column);
        return kind.equals("UniqueIdentifier") ? "Uniqueidentifier" : kind;
    }
}
