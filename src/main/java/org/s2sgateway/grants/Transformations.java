package org.s2sgateway.grants;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.odata.EdmType;

/**
 * Judges {@code $apply} and {@code $compute}, as far as Dataverse has them, and takes down which names they give.
 *
 * @param names those given so far; this adds to them
 * @see <a href="https://docs.oasis-open.org/odata/odata-data-aggregation-ext/v4.0/odata-data-aggregation-ext-v4.0.html">OData
 *     Extension for Data Aggregation 4.0, section 3</a>
 */
record Transformations(Judging judging, @Nullable EdmType type, Set<String> names) {

    private static final Pattern CALL = Pattern.compile("\\s*([a-z]+)\\s*(\\(.*\\))?\\s*", Pattern.DOTALL);
    private static final Pattern AGGREGATE = Pattern.compile(
            "(.+)\\swith\\s+(?:sum|min|max|average|countdistinct)\\s+as\\s+([A-Za-z_][0-9A-Za-z_]*)\\s*",
            Pattern.DOTALL);
    private static final Pattern COUNT =
            Pattern.compile("(?:(.+)/)?[$]count\\s+as\\s+([A-Za-z_][0-9A-Za-z_]*)\\s*", Pattern.DOTALL);
    private static final Pattern NAMED = Pattern.compile("(.+)\\sas\\s+([A-Za-z_][0-9A-Za-z_]*)\\s*", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("\\s*\\d{1,10}\\s*");

    /** A sequence of transformations. */
    void judge(String sequence) {
        judging.work().spend(sequence);
        for (String part : Nesting.split(sequence, '/')) {
            Matcher call = CALL.matcher(part);
            if (!call.matches()) {
                throw notJudged();
            }
            String brackets = call.group(2);
            transformation(call.group(1), brackets == null ? "" : inner(brackets));
        }
    }

    private void transformation(String name, String arguments) {
        switch (name) {
            case "identity" -> requireNothing(arguments);
            case "filter", "orderby" -> Expression.judge(judging, scope(), arguments);
            case "compute" -> compute(arguments);
            case "aggregate" -> Expression.parts(judging, arguments).forEach(this::aggregate);
            case "groupby" -> group(arguments);
            case "top", "skip" -> {
                if (!NUMBER.matcher(arguments).matches()) {
                    throw notJudged();
                }
            }
            default -> throw notJudged();
        }
    }

    private void group(String arguments) {
        List<String> parts = Nesting.split(arguments, ',');
        String columns = parts.get(0).strip();
        if (parts.size() > 2 || !columns.startsWith("(")) {
            throw notJudged();
        }
        Expression.judge(judging, scope(), inner(columns));
        if (parts.size() == 2) {
            judge(parts.get(1));
        }
    }

    private void aggregate(String item) {
        Matcher count = COUNT.matcher(item);
        if (count.matches()) {
            if (count.group(1) != null) {
                Expression.judge(judging, scope(), count.group(1));
            }
            give(count.group(2));
        } else {
            named(AGGREGATE.matcher(item));
        }
    }

    /** A list of expressions with names. */
    void compute(String list) {
        Expression.parts(judging, list).forEach(item -> named(NAMED.matcher(item)));
    }

    private void named(Matcher item) {
        if (!item.matches()) {
            throw notJudged();
        }
        Expression.judge(judging, scope(), item.group(1));
        give(item.group(2));
    }

    private void give(String name) {
        if (type == null
                || Words.isWord(name)
                || judging.model().hasProperty(type, name)
                || judging.model().navigation(type, name).isPresent()) {
            throw new CannotJudge(
                    "A value in $apply or $compute gets the name of something else; give it another one.");
        }
        names.add(name);
    }

    private Scope scope() {
        return Scope.of(type, names, false);
    }

    private static String inner(String brackets) {
        if (Nesting.close(brackets, 0) != brackets.length() - 1) {
            throw notJudged();
        }
        return brackets.substring(1, brackets.length() - 1);
    }

    private static void requireNothing(String arguments) {
        if (!arguments.isBlank()) {
            throw notJudged();
        }
    }

    private static CannotJudge notJudged() {
        return new CannotJudge("$apply or $compute has something in it that is not judged; filter, groupby, aggregate,"
                + " compute, orderby, top and skip are.");
    }
}
