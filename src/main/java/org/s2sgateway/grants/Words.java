package org.s2sgateway.grants;

import java.util.Set;

/**
 * What the language of expressions has a meaning for itself.
 *
 * @see <a href="https://docs.oasis-open.org/odata/odata/v4.0/os/abnf/odata-abnf-construction-rules.txt">OData 4.0 ABNF,
 *     section 4</a>
 */
final class Words {

    private static final Set<String> OPERATORS = Set.of(
            "and", "or", "not", "eq", "ne", "gt", "ge", "lt", "le", "has", "in", "add", "sub", "mul", "div", "divby",
            "mod", "asc", "desc", "null", "true", "false", "INF", "NaN");

    // isof and cast are not among them: they take names of types.
    private static final Set<String> FUNCTIONS = Set.of(
            "contains",
            "startswith",
            "endswith",
            "length",
            "indexof",
            "substring",
            "substringof",
            "tolower",
            "toupper",
            "trim",
            "concat",
            "year",
            "month",
            "day",
            "hour",
            "minute",
            "second",
            "fractionalseconds",
            "totalseconds",
            "date",
            "time",
            "totaloffsetminutes",
            "now",
            "mindatetime",
            "maxdatetime",
            "round",
            "floor",
            "ceiling");

    private static final Set<String> LAMBDAS = Set.of("any", "all");

    private Words() {}

    /** Operators, and values that are words. */
    static boolean isOperator(String name) {
        return OPERATORS.contains(name);
    }

    /** Functions whose arguments are expressions themselves. */
    static boolean isFunction(String name) {
        return FUNCTIONS.contains(name);
    }

    static boolean isLambda(String name) {
        return LAMBDAS.contains(name);
    }

    static boolean isWord(String name) {
        return isOperator(name) || isFunction(name) || isLambda(name);
    }
}
