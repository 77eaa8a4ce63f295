package org.s2sgateway.simulator.dataverse;

import java.nio.charset.StandardCharsets;

/**
 * The {@code $metadata} document: the tables there are, and many more types without a table, so that it is as large as
 * the real one is. Annotations are only there when they are asked for (Microsoft, "Web API service documents").
 */
final class Csdl {

    private static final int MORE_TYPES = 1_500;
    private static final int COLUMNS_OF_THESE = 25;

    private static final byte[] PLAIN = document(false);
    private static final byte[] ANNOTATED = document(true);

    private Csdl() {}

    static byte[] bytes(boolean annotations) {
        return annotations ? ANNOTATED : PLAIN;
    }

    private static byte[] document(boolean annotations) {
        StringBuilder xml = new StringBuilder(4_000_000);
        xml.append("<?xml version=\"1.0\" encoding=\"utf-8\"?>")
                .append("<edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\">");
        if (annotations) {
            xml.append("<edmx:Reference Uri=\"http://vocabularies.odata.org/OData.Community.Keys.V1.xml\">")
                    .append("<edmx:Include Namespace=\"OData.Community.Keys.V1\" Alias=\"Keys\" /></edmx:Reference>");
        }
        xml.append("<edmx:DataServices><Schema Namespace=\"Microsoft.Dynamics.CRM\" Alias=\"mscrm\"")
                .append(" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">")
                .append("<EntityType Name=\"crmbaseentity\" Abstract=\"true\" />");
        Schema.ALL.forEach(type -> entityType(xml, type));
        for (int i = 1; i <= MORE_TYPES; i++) {
            anotherType(xml, "sim_table%04d".formatted(i));
        }
        xml.append(CsdlOperations.DESCRIBED);
        container(xml, annotations);
        return xml.append("</Schema></edmx:DataServices></edmx:Edmx>")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void entityType(StringBuilder xml, EntityType type) {
        begin(xml, type.logicalName(), type.primaryKey());
        for (Column column : type.columns()) {
            property(xml, column.name(), column.type().edmName());
        }
        for (Navigation navigation : Schema.navigations(type)) {
            String target = "mscrm." + navigation.target().logicalName();
            Navigation partner = new Navigation(navigation.relationship(), !navigation.fromReferencing());
            xml.append("<NavigationProperty Name=\"")
                    .append(navigation.name())
                    .append("\" Type=\"")
                    .append(navigation.collection() ? "Collection(" + target + ")" : target)
                    .append(navigation.collection() ? "\"" : "\" Nullable=\"true\"")
                    .append(" Partner=\"")
                    .append(partner.name())
                    .append("\" />");
        }
        xml.append("</EntityType>");
    }

    private static void anotherType(StringBuilder xml, String name) {
        begin(xml, name, name + "id");
        property(xml, name + "id", "Edm.Guid");
        for (int i = 1; i <= COLUMNS_OF_THESE; i++) {
            property(xml, "sim_column%02d".formatted(i), i % 3 == 0 ? "Edm.Int32" : "Edm.String");
        }
        xml.append("</EntityType>");
    }

    private static void begin(StringBuilder xml, String name, String key) {
        xml.append("<EntityType Name=\"")
                .append(name)
                .append("\" BaseType=\"mscrm.crmbaseentity\"><Key><PropertyRef Name=\"")
                .append(key)
                .append("\" /></Key>");
    }

    private static void property(StringBuilder xml, String name, String type) {
        xml.append("<Property Name=\"").append(name).append("\" Type=\"").append(type);
        xml.append(type.equals("Edm.String") ? "\" Unicode=\"false\" />" : "\" />");
    }

    private static void container(StringBuilder xml, boolean annotations) {
        xml.append("<EntityContainer Name=\"System\">");
        for (EntityType type : Schema.ALL) {
            xml.append("<EntitySet Name=\"")
                    .append(type.entitySet())
                    .append("\" EntityType=\"Microsoft.Dynamics.CRM.")
                    .append(type.logicalName())
                    .append("\">");
            for (Navigation navigation : Schema.navigations(type)) {
                xml.append("<NavigationPropertyBinding Path=\"")
                        .append(navigation.name())
                        .append("\" Target=\"")
                        .append(navigation.target().entitySet())
                        .append("\" />");
            }
            if (annotations && ChangeTracking.tracks(type)) {
                xml.append("<Annotation Term=\"Org.OData.Capabilities.V1.ChangeTracking\"><Record>")
                        .append("<PropertyValue Property=\"Supported\" Bool=\"true\" /></Record></Annotation>");
            }
            xml.append("</EntitySet>");
        }
        xml.append(CsdlOperations.IMPORTED).append("</EntityContainer>");
    }
}
