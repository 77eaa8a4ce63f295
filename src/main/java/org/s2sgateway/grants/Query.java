package org.s2sgateway.grants;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.odata.EdmType;

/**
 * Judges the options of a query: each table that they lead to is read.
 *
 * @param type of the rows that are asked for; null where these have no properties
 * @param nested whether the options stand behind a navigation property
 */
record Query(Judging judging, @Nullable EdmType type, boolean nested) {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");
    private static final Pattern LEVELS = Pattern.compile("\\d{1,10}|max");
    private static final Pattern TRUTH = Pattern.compile("true|false");

    void judge(QueryOptions options) {
        Set<String> computed = new HashSet<>();
        Transformations transformations = new Transformations(judging, type, computed);
        ifThere(options, "apply", transformations::judge);
        ifThere(options, "compute", transformations::compute);
        Scope scope = Scope.of(type, computed, nested);
        ifThere(options, "filter", text -> Expression.judge(judging, scope, text));
        ifThere(options, "orderby", text -> Expression.judge(judging, scope, text));
        ifThere(options, "select", text -> Expression.parts(judging, text).forEach(item -> select(item, computed)));
        ifThere(options, "expand", text -> Expression.parts(judging, text).forEach(this::expand));
        ifThere(options, "top", text -> require(NUMBER, text));
        ifThere(options, "skip", text -> require(NUMBER, text));
        ifThere(options, "count", text -> require(TRUTH, text));
        ifThere(options, "levels", text -> require(LEVELS, text));
    }

    private static void ifThere(QueryOptions options, String name, Consumer<String> judge) {
        String text = options.get(name);
        if (text != null) {
            judge.accept(text);
        }
    }

    private static void require(Pattern pattern, String text) {
        if (!pattern.matcher(text.strip()).matches()) {
            throw new CannotJudge("An option of the query has a value that is not one of its own.");
        }
    }

    private void select(String item, Set<String> computed) {
        if (!item.equals("*") && !computed.contains(item)) {
            item(item, false);
        }
    }

    private void expand(String item) {
        if (item.equals("*") || item.equals("*/$ref")) {
            everyNavigation();
        } else {
            item(item, true);
        }
    }

    private void everyNavigation() {
        if (type == null) {
            throw Judging.unknown("*");
        }
        judging.model().navigations(type).forEach(judging::read);
    }

    private void item(String item, boolean expand) {
        int open = item.indexOf('(');
        if (open >= 0 && Nesting.close(item, open) != item.length() - 1) {
            throw new CannotJudge("An item of $expand or $select goes on behind its parentheses.");
        }
        @Nullable EdmType behind = path(open < 0 ? item : item.substring(0, open), expand);
        if (open >= 0) {
            String inner = item.substring(open + 1, item.length() - 1);
            judging.work().spend(inner);
            new Query(judging, behind, true).judge(QueryOptions.ofNested(inner));
        }
    }

    private @Nullable EdmType path(String path, boolean expand) {
        @Nullable EdmType at = type;
        List<String> names = List.of(path.strip().split("/", -1));
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            boolean last = i == names.size() - 1;
            if (expand && last && i > 0 && (name.equals("$ref") || name.equals("$count"))) {
                return at;
            }
            at = name.indexOf('.') > 0 ? judging.readCast(at, name) : judging.member(at, name);
        }
        return at;
    }
}
