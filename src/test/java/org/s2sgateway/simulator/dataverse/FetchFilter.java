package org.s2sgateway.simulator.dataverse;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/** Reads the {@code filter} of a FetchXML: {@code and}, {@code or}, and the common operators. */
final class FetchFilter {

    private FetchFilter() {}

    static Predicate<Row> parse(Element filter, EntityType type) {
        boolean or = filter.getAttribute("type").equals("or");
        Predicate<Row> all = row -> !or;
        for (Element child : FetchXml.children(filter)) {
            Predicate<Row> one =
                    switch (child.getTagName()) {
                        case "filter" -> parse(child, type);
                        case "condition" -> condition(child, type);
                        default ->
                            throw ODataRefusal.badRequest("Invalid Child Node, valid nodes are filter, condition.");
                    };
            all = or ? all.or(one) : all.and(one);
        }
        return all;
    }

    /** By its own name, or by that of the lookup whose value it holds. */
    static Column column(EntityType type, String name) {
        return type.find(name)
                .or(() -> type.find("_" + name + "_value"))
                .orElseThrow(() -> ODataRefusal.badRequest(
                        "'" + type.logicalName() + "' entity doesn't contain attribute with Name = '" + name + "'."));
    }

    private static Predicate<Row> condition(Element condition, EntityType type) {
        Column column = column(type, condition.getAttribute("attribute"));
        String operator = condition.getAttribute("operator");
        if (operator.equals("null") || operator.equals("not-null")) {
            boolean wanted = operator.equals("not-null");
            return row -> row.value(column.name()).isPresent() == wanted;
        }
        if (operator.equals("in")) {
            List<Object> values = FetchXml.named(condition, "value").stream()
                    .map(value -> (Object) ColumnType.comparable(literal(column, value.getTextContent())))
                    .toList();
            return row -> comparable(row, column).filter(values::contains).isPresent();
        }
        if (operator.equals("like") || operator.equals("not-like")) {
            Pattern pattern = like(condition.getAttribute("value"));
            boolean wanted = operator.equals("like");
            return row -> row.value(column.name())
                            .filter(value -> pattern.matcher(value.toString()).matches())
                            .isPresent()
                    == wanted;
        }
        Comparable<Object> value = ColumnType.comparable(literal(column, condition.getAttribute("value")));
        return row -> {
            Optional<Integer> compared = comparable(row, column).map(own -> -value.compareTo(own));
            return switch (operator) {
                case "eq" -> compared.filter(c -> c == 0).isPresent();
                case "ne", "neq" -> compared.filter(c -> c == 0).isEmpty();
                case "gt" -> compared.filter(c -> c > 0).isPresent();
                case "ge" -> compared.filter(c -> c >= 0).isPresent();
                case "lt" -> compared.filter(c -> c < 0).isPresent();
                case "le" -> compared.filter(c -> c <= 0).isPresent();
                default -> throw ODataRefusal.notSimulated("The operator " + operator + " of FetchXML");
            };
        };
    }

    private static Optional<Comparable<Object>> comparable(Row row, Column column) {
        return row.value(column.name()).map(ColumnType::comparable);
    }

    private static Object literal(Column column, String text) {
        try {
            return switch (column.type()) {
                case BOOLEAN -> text.equals("1") || text.equals("true");
                default -> column.type().ofLiteral(text, column.type() == ColumnType.STRING);
            };
        } catch (IllegalArgumentException e) {
            throw ODataRefusal.badRequest(
                    "The value '" + text + "' does not fit the attribute '" + column.name() + "'.");
        }
    }

    private static Pattern like(String value) {
        StringBuilder regex = new StringBuilder();
        for (char c : value.toLowerCase(Locale.ROOT).toCharArray()) {
            regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }
}
