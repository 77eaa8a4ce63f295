package org.s2sgateway.grants;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.odata.EdmType;

/**
 * Finds every path in an expression of {@code $filter}, {@code $orderby} and their like. It is no parser: operators and
 * brackets are passed over, since only what is named matters, and that is found wherever it stands. What is neither a
 * value nor a name that is known is not judged.
 *
 * @see <a href="https://docs.oasis-open.org/odata/odata/v4.0/os/abnf/odata-abnf-construction-rules.txt">OData 4.0 ABNF,
 *     section 4</a>
 */
final class Expression {

    private static final Pattern NAME = Pattern.compile("[$]?[A-Za-z_][0-9A-Za-z_]*(?:\\.[A-Za-z_][0-9A-Za-z_]*)*+");
    private static final Pattern LAMBDA = Pattern.compile("\\s*([A-Za-z_][0-9A-Za-z_]*)\\s*:(.*)", Pattern.DOTALL);
    private static final Pattern PARAMETER = Pattern.compile("\\s*([A-Za-z]+)\\s*=(.*)", Pattern.DOTALL);
    private static final Pattern PROPERTY = Pattern.compile("'([A-Za-z_][0-9A-Za-z_]*(?:/[A-Za-z_][0-9A-Za-z_]*)*+)'");

    private final Judging judging;
    private final Scope scope;
    private final String text;
    private int at;

    private Expression(Judging judging, Scope scope, String text) {
        this.judging = judging;
        this.scope = scope;
        this.text = text;
    }

    static void judge(Judging judging, Scope scope, String text) {
        judging.work().spend(text);
        new Expression(judging, scope, text).run();
    }

    private void run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            switch (c) {
                case ' ', '\t', '\r', '\n', ',', '-' -> at++;
                case '\'' -> at = Nesting.afterQuoted(text, at);
                case '(' -> judge(judging, scope, inBrackets());
                case '[', '{' -> Parameter.judgeJson(judging, c + inBrackets() + text.charAt(at - 1));
                case '@' -> alias();
                default -> {
                    Matcher literal = Parameter.LITERAL.matcher(text).region(at, text.length());
                    literal.useTransparentBounds(true);
                    if (literal.lookingAt()) {
                        at = literal.end();
                    } else {
                        named();
                    }
                }
            }
        }
    }

    /** What the brackets hold that begin here; goes on behind them. */
    private String inBrackets() {
        int close = Nesting.close(text, at);
        String inner = text.substring(at + 1, close);
        at = close + 1;
        return inner;
    }

    private void alias() {
        Matcher alias = Parameter.ALIAS.matcher(text).region(at, text.length());
        if (!alias.lookingAt()) {
            throw new CannotJudge("An alias in an expression has no name.");
        }
        at = alias.end();
        judging.aliases().use(alias.group(), value -> judge(judging, scope, value));
    }

    private String name() {
        Matcher name = NAME.matcher(text).region(at, text.length());
        if (!name.lookingAt()) {
            throw new CannotJudge("An expression has something in it that is neither a value nor a name.");
        }
        at = name.end();
        return name.group();
    }

    private boolean comes(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private void named() {
        String name = name();
        if (comes('\'')) {
            if (!Parameter.isPrefix(name)) {
                throw new CannotJudge("A quotation mark follows a name that is no type of literals.");
            }
            at = Nesting.afterQuoted(text, at);
        } else if (comes('(')) {
            if (!Words.isOperator(name)) {
                call(name, scope);
            }
        } else if (comes('/') || !Words.isOperator(name)) {
            path(name);
        }
    }

    private void call(String name, Scope ofArguments) {
        if (Words.isFunction(name)) {
            judge(judging, ofArguments, inBrackets());
        } else if (judging.model().simpleName(name).filter(QueryFunctions::has).isPresent()) {
            queryFunction(inBrackets(), ofArguments);
        } else {
            throw new CannotJudge("A function is called in an expression that is none of OData's own and none of"
                    + " Dataverse's query functions.");
        }
    }

    private void queryFunction(String arguments, Scope ofProperty) {
        for (String part : Nesting.split(arguments, ',')) {
            Matcher parameter = PARAMETER.matcher(part);
            if (!parameter.matches()) {
                throw new CannotJudge("The parameters of a query function have names.");
            }
            String value = parameter.group(2).strip();
            if (parameter.group(1).toLowerCase(Locale.ROOT).startsWith("propertyname")) {
                propertyName(value, ofProperty);
            } else {
                judge(judging, Scope.OF_VALUES, value);
            }
        }
    }

    /** A property that is named in a text is read as any other. */
    private void propertyName(String value, Scope ofProperty) {
        if (Parameter.ALIAS.matcher(value).matches()) {
            judging.aliases().use(value, stands -> propertyName(stands.strip(), ofProperty));
            return;
        }
        Matcher property = PROPERTY.matcher(value);
        if (!property.matches()) {
            throw new CannotJudge("The PropertyName of a query function is not the name of a column in quotes.");
        }
        new Expression(judging, ofProperty, property.group(1)).onlyPath();
    }

    private void onlyPath() {
        path(name());
    }

    private void path(String first) {
        @Nullable EdmType type = start(first);
        while (comes('/')) {
            at++;
            String name = name();
            if (Words.isLambda(name)) {
                lambda(type);
                type = null;
            } else if (name.equals("$count")) {
                type = null;
            } else if (name.indexOf('.') < 0) {
                type = judging.member(type, name);
            } else if (comes('(')) {
                call(name, new Scope(type, null, Map.of(), Set.of()));
                type = null;
            } else {
                type = judging.readCast(type, name);
            }
        }
    }

    private @Nullable EdmType start(String name) {
        Scope.Variable variable = scope.variables().get(name);
        if (variable != null) {
            return variable.type();
        }
        if (scope.computed().contains(name)) {
            return null;
        }
        if (name.equals("$it") && scope.it() != null) {
            return scope.it();
        }
        if (name.indexOf('.') > 0) {
            return judging.readCast(scope.type(), name);
        }
        if (scope.type() == null) {
            throw new CannotJudge(
                    "A name stands in an expression where it cannot be told whose it is; in a lambda, write"
                            + " the variable and a slash before it.");
        }
        return judging.member(scope.type(), name);
    }

    private void lambda(@Nullable EdmType type) {
        if (!comes('(')) {
            throw new CannotJudge("A lambda has no parentheses.");
        }
        String inner = inBrackets();
        if (inner.isBlank()) {
            return;
        }
        Matcher lambda = LAMBDA.matcher(inner);
        if (!lambda.matches()) {
            throw new CannotJudge("A lambda has no variable.");
        }
        judge(judging, scope.with(judging.model(), lambda.group(1), type), lambda.group(2));
    }

    /** The parts of a list. */
    static List<String> parts(Judging judging, String list) {
        judging.work().spend(list);
        return Nesting.split(list, ',').stream().map(String::strip).toList();
    }
}
