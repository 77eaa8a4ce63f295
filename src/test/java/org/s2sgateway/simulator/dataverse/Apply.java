package org.s2sgateway.simulator.dataverse;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.JsonText;

/**
 * {@code $apply}: {@code filter(...)/} before {@code aggregate(...)} or {@code groupby((columns),aggregate(...))}, over
 * the columns of one table. Anything else is refused, never ignored.
 */
final class Apply {

    private static final Pattern FORM =
            Pattern.compile("(?:filter\\((?<filter>.*)\\)/)?(?:aggregate\\((?<alone>[^()]*)\\)"
                    + "|groupby\\(\\((?<columns>[^()]*)\\)(?:,\\s*aggregate\\((?<grouped>[^()]*)\\))?\\))");
    private static final Pattern AGGREGATE =
            Pattern.compile("(?:(\\w+) with (sum|average|min|max|countdistinct)|\\$count) as (\\w+)");

    /** A value that is computed over rows; the column is empty for a count. */
    private record Aggregate(String column, String method, String alias) {}

    private final EntityType type;
    private final Predicate<Row> filter;
    private final List<Column> columns;
    private final List<Aggregate> aggregates;

    Apply(EntityType type, Map<String, String> options) {
        options.keySet().stream()
                .filter(name -> name.startsWith("$") && !name.equals("$apply"))
                .findFirst()
                .ifPresent(name -> {
                    throw ODataRefusal.notSimulated("'" + name + "' with $apply");
                });
        Matcher form = FORM.matcher(options.getOrDefault("$apply", "").strip());
        if (!form.matches()) {
            throw ODataRefusal.notSimulated("This form of $apply");
        }
        this.type = type;
        String condition = form.group("filter");
        this.filter = condition == null ? row -> true : Filter.parse(type, condition);
        String grouped = form.group("columns");
        this.columns = grouped == null
                ? List.of()
                : ExpandOption.split(grouped, ',').stream()
                        .map(name -> type.column(name.strip()))
                        .toList();
        this.aggregates = aggregates(
                type,
                Objects.requireNonNullElse(form.group("alone"), Objects.requireNonNullElse(form.group("grouped"), "")));
    }

    private static List<Aggregate> aggregates(EntityType type, String text) {
        List<Aggregate> aggregates = new ArrayList<>();
        for (String item : ExpandOption.split(text, ',')) {
            Matcher aggregate = AGGREGATE.matcher(item.strip());
            if (!aggregate.matches()) {
                throw ODataRefusal.badRequest("Syntax error in $apply at '" + item + "'.");
            }
            if (aggregate.group(1) == null) {
                aggregates.add(new Aggregate("", "count", aggregate.group(3)));
                continue;
            }
            Column column = type.column(aggregate.group(1));
            boolean numeric = column.type() == ColumnType.INTEGER || column.type() == ColumnType.DECIMAL;
            if (!numeric && !aggregate.group(2).equals("countdistinct")) {
                throw ODataRefusal.badRequest("The column '" + column.name() + "' is not a number.");
            }
            aggregates.add(new Aggregate(column.name(), aggregate.group(2), aggregate.group(3)));
        }
        return aggregates;
    }

    Answer answer(Request request, List<Row> rows) {
        Map<List<Object>, List<Row>> groups = new LinkedHashMap<>();
        if (columns.isEmpty()) {
            groups.put(List.of(), new ArrayList<>());
        }
        rows.stream().filter(filter).forEach(row -> groups.computeIfAbsent(
                        columns.stream()
                                .map(column -> row.value(column.name()).orElse(""))
                                .toList(),
                        key -> new ArrayList<>())
                .add(row));
        JsonArrayBuilder value = JsonText.JSON.createArrayBuilder();
        groups.values().forEach(group -> value.add(json(group)));
        return Answer.text(
                200,
                WebApi.JSON,
                JsonText.object()
                        .add("@odata.context", request.root() + "$metadata#" + type.entitySet())
                        .add("value", value)
                        .build()
                        .toString());
    }

    private JsonObjectBuilder json(List<Row> group) {
        JsonObjectBuilder json = JsonText.object();
        for (Aggregate aggregate : aggregates) {
            add(json, aggregate, group);
        }
        for (Column column : columns) {
            group.get(0)
                    .value(column.name())
                    .ifPresentOrElse(
                            value -> column.type().add(json, column.name(), value), () -> json.addNull(column.name()));
        }
        return json;
    }

    private static void add(JsonObjectBuilder json, Aggregate aggregate, List<Row> group) {
        if (aggregate.method().equals("count")) {
            json.add(aggregate.alias(), group.size());
            return;
        }
        List<Object> values = group.stream()
                .flatMap(row -> row.value(aggregate.column()).stream())
                .toList();
        if (aggregate.method().equals("countdistinct")) {
            json.add(aggregate.alias(), values.stream().distinct().count());
            return;
        }
        List<BigDecimal> numbers =
                values.stream().map(value -> new BigDecimal(value.toString())).toList();
        BigDecimal sum = numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        if (numbers.isEmpty()) {
            json.addNull(aggregate.alias());
            return;
        }
        json.add(
                aggregate.alias(),
                switch (aggregate.method()) {
                    case "sum" -> sum;
                    case "min" ->
                        numbers.stream().min(Comparator.naturalOrder()).orElseThrow();
                    case "max" ->
                        numbers.stream().max(Comparator.naturalOrder()).orElseThrow();
                    default -> sum.divide(BigDecimal.valueOf(numbers.size()), MathContext.DECIMAL64);
                });
    }
}
