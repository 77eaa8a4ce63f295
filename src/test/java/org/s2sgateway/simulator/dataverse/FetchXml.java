package org.s2sgateway.simulator.dataverse;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * A query in FetchXML, read: one table, conditions, orders, pages, and related rows by {@code link-entity}, inner and
 * outer, one below the other. What is not among these is refused, never ignored.
 */
record FetchXml(
        EntityType type,
        List<Column> attributes,
        Predicate<Row> filter,
        Comparator<Row> order,
        List<Joint> joints,
        int page,
        int count,
        Optional<String> pagingCookie) {

    /** Rows in a page, whatever a client wants. */
    private static final int LARGEST_PAGE = 5_000;

    /**
     * A {@code link-entity}.
     *
     * @param from column of the related table
     * @param to column of the table that it is related to
     */
    record Joint(
            EntityType type,
            String from,
            String to,
            String alias,
            boolean outer,
            List<Column> attributes,
            Predicate<Row> filter) {}

    static FetchXml parse(EntityType type, String text) {
        Element fetch = root(text);
        requireName(fetch, "fetch");
        for (String refused : List.of("aggregate", "distinct")) {
            if (fetch.getAttribute(refused).equals("true")) {
                throw ODataRefusal.notSimulated("FetchXML with " + refused);
            }
        }
        List<Element> entities = children(fetch);
        if (entities.size() != 1 || !entities.get(0).getTagName().equals("entity")) {
            throw ODataRefusal.badRequest("Invalid Child Node, valid nodes are entity.");
        }
        Element entity = entities.get(0);
        if (!entity.getAttribute("name").equals(type.logicalName())) {
            throw ODataRefusal.badRequest("The entity '" + entity.getAttribute("name")
                    + "' of the FetchXML is not the one of the address, '" + type.logicalName() + "'.");
        }
        int top = number(fetch, "top", LARGEST_PAGE);
        return new FetchXml(
                type,
                attributes(entity, type),
                filters(entity, type),
                order(entity, type),
                joints(entity, type),
                number(fetch, "page", 1),
                Math.min(Math.min(number(fetch, "count", LARGEST_PAGE), LARGEST_PAGE), top),
                Optional.of(fetch.getAttribute("paging-cookie")).filter(cookie -> !cookie.isEmpty()));
    }

    /** The root of a document; what declares a type is refused. */
    static Element root(String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Silent());
            return builder.parse(new InputSource(new StringReader(text))).getDocumentElement();
        } catch (SAXException | IOException e) {
            throw ODataRefusal.badRequest("Invalid XML.");
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Silent implements ErrorHandler {
        @Override
        public void warning(SAXParseException exception) {}

        @Override
        public void error(SAXParseException exception) {}

        @Override
        public void fatalError(SAXParseException exception) throws SAXParseException {
            throw exception;
        }
    }

    private static List<Column> attributes(Element element, EntityType type) {
        List<Column> columns = new ArrayList<>();
        for (Element child : children(element)) {
            switch (child.getTagName()) {
                case "attribute" -> columns.add(FetchFilter.column(type, child.getAttribute("name")));
                case "all-attributes" -> columns.addAll(type.columns());
                case "order", "filter", "link-entity" -> {}
                default -> throw ODataRefusal.notSimulated("The element " + child.getTagName() + " of FetchXML");
            }
        }
        return columns.isEmpty() && element.getTagName().equals("entity") ? type.columns() : List.copyOf(columns);
    }

    private static Predicate<Row> filters(Element element, EntityType type) {
        return named(element, "filter").stream()
                .map(filter -> FetchFilter.parse(filter, type))
                .reduce(row -> true, Predicate::and);
    }

    private static Comparator<Row> order(Element element, EntityType type) {
        Comparator<Row> order = Comparator.comparingLong(Row::position);
        List<Element> keys = named(element, "order");
        for (int i = keys.size() - 1; i >= 0; i--) {
            String column = FetchFilter.column(type, keys.get(i).getAttribute("attribute"))
                    .name();
            Comparator<Comparable<Object>> values = Comparator.nullsFirst((a, b) -> a.compareTo(b));
            Comparator<Row> key = Comparator.comparing(
                    row -> row.value(column).map(ColumnType::comparable).orElse(null), values);
            order = (keys.get(i).getAttribute("descending").equals("true") ? key.reversed() : key).thenComparing(order);
        }
        return order;
    }

    private static List<Joint> joints(Element element, EntityType type) {
        List<Joint> joints = new ArrayList<>();
        for (Element link : named(element, "link-entity")) {
            String name = link.getAttribute("name");
            EntityType other = Schema.byName(name)
                    .orElseThrow(
                            () -> ODataRefusal.badRequest("The entity with a name = '" + name + "' was not found."));
            if (!named(link, "link-entity").isEmpty() || !named(link, "order").isEmpty()) {
                throw ODataRefusal.notSimulated("A link-entity or an order within a link-entity");
            }
            String kind = link.getAttribute("link-type");
            if (!List.of("", "inner", "outer").contains(kind)) {
                throw ODataRefusal.notSimulated("The link-type " + kind);
            }
            String alias = link.getAttribute("alias");
            joints.add(new Joint(
                    other,
                    FetchFilter.column(other, link.getAttribute("from")).name(),
                    FetchFilter.column(type, link.getAttribute("to")).name(),
                    alias.isEmpty() ? name + (joints.size() + 1) : alias,
                    kind.equals("outer"),
                    attributes(link, other),
                    filters(link, other)));
        }
        return joints;
    }

    private static int number(Element element, String name, int otherwise) {
        String text = element.getAttribute(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw ODataRefusal.badRequest("The attribute " + name + " of the FetchXML is not a positive number.");
        }
        return Integer.parseInt(text);
    }

    static List<Element> named(Element element, String name) {
        return children(element).stream()
                .filter(child -> child.getTagName().equals(name))
                .toList();
    }

    static List<Element> children(Element element) {
        List<Element> children = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.add(child);
            }
        }
        return children;
    }

    private static void requireName(Element element, String name) {
        if (!element.getTagName().equals(name)) {
            throw ODataRefusal.badRequest("Invalid Child Node, valid nodes are " + name + ".");
        }
    }
}
