package org.s2sgateway.simulator.dataverse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a {@code $filter}: comparisons of a column with a literal, {@code contains startswith endswith}, {@code and or
 * not} and parentheses (OData 4.0 part 2, section 5.1.1). Anything else is refused, never ignored.
 */
final class Filter {

    private record Token(String text, boolean quoted) {
        boolean is(String word) {
            return !quoted && text.equals(word);
        }
    }

    private static final Pattern TOKEN = Pattern.compile("\\s*(?:'((?:[^']++|'')*+)'|([(),])|([^\\s(),']+))");
    private static final Set<String> FUNCTIONS = Set.of("contains", "startswith", "endswith");
    private static final int DEEPEST = 50;

    /** A query may have 500 conditions (Microsoft, "Query data using the Web API"). */
    private static final int MOST_CONDITIONS = 500;

    private final EntityType type;
    private final List<Token> tokens;
    private int next;
    private int depth;
    private int conditions;

    private Filter(EntityType type, String text) {
        this.type = type;
        this.tokens = tokens(text);
    }

    static Predicate<Row> parse(EntityType type, String text) {
        Filter filter = new Filter(type, text);
        Predicate<Row> predicate = filter.or();
        if (filter.next < filter.tokens.size()) {
            throw filter.syntaxError();
        }
        return predicate;
    }

    private static List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        String stripped = text.strip();
        Matcher matcher = TOKEN.matcher(stripped);
        int end = 0;
        while (end < stripped.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw ODataRefusal.badRequest("Syntax error at position " + end + " in '" + text + "'.");
            }
            if (matcher.group(1) != null) {
                tokens.add(new Token(matcher.group(1).replace("''", "'"), true));
            } else {
                tokens.add(new Token(matcher.group().strip(), false));
            }
            end = matcher.end();
        }
        return tokens;
    }

    private Predicate<Row> or() {
        Predicate<Row> left = and();
        while (accept("or")) {
            left = left.or(and());
        }
        return left;
    }

    private Predicate<Row> and() {
        Predicate<Row> left = not();
        while (accept("and")) {
            left = left.and(not());
        }
        return left;
    }

    private Predicate<Row> not() {
        if (++depth > DEEPEST) {
            throw ODataRefusal.badRequest("The recursion limit has been exceeded.");
        }
        Predicate<Row> predicate = accept("not") ? not().negate() : condition();
        depth--;
        return predicate;
    }

    private Predicate<Row> condition() {
        if (accept("(")) {
            Predicate<Row> inner = or();
            expect(")");
            return inner;
        }
        if (++conditions > MOST_CONDITIONS) {
            throw ODataRefusal.badRequest("Number of conditions in query exceeded maximum limit.");
        }
        Token word = take();
        return !word.quoted() && FUNCTIONS.contains(word.text()) && accept("(")
                ? function(word.text())
                : comparison(column(word.text()));
    }

    private Column column(String name) {
        if (name.contains("/") || name.startsWith("Microsoft.Dynamics.CRM.")) {
            throw ODataRefusal.notSimulated("Filtering by '" + name + "'");
        }
        boolean comparedWithNull =
                next + 1 < tokens.size() && tokens.get(next + 1).is("null");
        Optional<Column> lookup = comparedWithNull ? type.lookup(name) : Optional.empty();
        return lookup.orElseGet(() -> type.column(name));
    }

    private Predicate<Row> function(String name) {
        Column column = type.column(take().text());
        expect(",");
        Token literal = take();
        expect(")");
        if (column.type() != ColumnType.STRING || !literal.quoted()) {
            throw ODataRefusal.badRequest(
                    "No function signature for the function with name '" + name + "' matches the specified arguments.");
        }
        String wanted = literal.text().toLowerCase(Locale.ROOT);
        return row -> row.value(column.name())
                .map(value -> value.toString().toLowerCase(Locale.ROOT))
                .filter(value -> switch (name) {
                    case "contains" -> value.contains(wanted);
                    case "startswith" -> value.startsWith(wanted);
                    default -> value.endsWith(wanted);
                })
                .isPresent();
    }

    private Predicate<Row> comparison(Column column) {
        Token operator = take();
        Token literal = take();
        if (literal.is("null")) {
            return switch (operator.text()) {
                case "eq" -> row -> row.value(column.name()).isEmpty();
                case "ne" -> row -> row.value(column.name()).isPresent();
                default -> throw incompatible(column, operator);
            };
        }
        Comparable<Object> wanted = ColumnType.comparable(literal(column, operator, literal));
        return switch (operator.text()) {
            case "eq" -> row -> compare(row, column, wanted).filter(c -> c == 0).isPresent();
            // A row without the value is not equal to it, either.
            case "ne" -> row -> compare(row, column, wanted).filter(c -> c == 0).isEmpty();
            case "gt" -> row -> compare(row, column, wanted).filter(c -> c > 0).isPresent();
            case "ge" -> row -> compare(row, column, wanted).filter(c -> c >= 0).isPresent();
            case "lt" -> row -> compare(row, column, wanted).filter(c -> c < 0).isPresent();
            case "le" -> row -> compare(row, column, wanted).filter(c -> c <= 0).isPresent();
            default -> throw syntaxError();
        };
    }

    private static Optional<Integer> compare(Row row, Column column, Comparable<Object> wanted) {
        return row.value(column.name()).map(value -> -wanted.compareTo(ColumnType.comparable(value)));
    }

    private static Object literal(Column column, Token operator, Token literal) {
        try {
            return column.type().ofLiteral(literal.text(), literal.quoted());
        } catch (IllegalArgumentException e) {
            throw incompatible(column, operator);
        }
    }

    private static ODataRefusal incompatible(Column column, Token operator) {
        return ODataRefusal.badRequest("A binary operator with incompatible types was detected. Found operand type '"
                + column.type().edmName() + "' of '" + column.name() + "' for operator '" + operator.text()
                + "'.");
    }

    private boolean accept(String word) {
        if (next < tokens.size() && tokens.get(next).is(word)) {
            next++;
            return true;
        }
        return false;
    }

    private void expect(String word) {
        if (!accept(word)) {
            throw syntaxError();
        }
    }

    private Token take() {
        if (next == tokens.size()) {
            throw syntaxError();
        }
        return tokens.get(next++);
    }

    private ODataRefusal syntaxError() {
        return ODataRefusal.badRequest("Syntax error at token " + next + " of the filter.");
    }
}
