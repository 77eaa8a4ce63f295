package org.s2sgateway.simulator.dataverse;

import jakarta.json.stream.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.JsonText;
import org.w3c.dom.Element;

/**
 * Runs a FetchXML for {@code ?fetchXml=} (Microsoft, "Use FetchXML with the Web API"): columns without a value are left
 * out; the paging cookie is an annotation, encoded twice within an XML text, and is not there on the last page.
 */
final class Fetching {

    private static final String COOKIE = "Microsoft.Dynamics.CRM.fetchxmlpagingcookie";
    private static final String MORE = "Microsoft.Dynamics.CRM.morerecords";
    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-F]{2}");

    /** A row of the result: of the table itself, and of each joint that found one. */
    private record Result(Row row, Map<FetchXml.Joint, Row> joined) {

        Result with(FetchXml.Joint joint, Row other) {
            Map<FetchXml.Joint, Row> more = new LinkedHashMap<>(joined);
            more.put(joint, other);
            return new Result(row, more);
        }
    }

    private final Request request;
    private final Data data;
    private final FetchXml fetch;
    private final Preferences preferences;

    Fetching(EntityType type, Request request, Data data) {
        this.request = request;
        this.data = data;
        Map<String, String> options = request.call().options();
        options.keySet().stream()
                .filter(name -> name.startsWith("$") && !name.equals("$count"))
                .findFirst()
                .ifPresent(name -> {
                    throw ODataRefusal.badRequest("Query option '" + name + "' is not allowed with fetchXml.");
                });
        this.fetch = FetchXml.parse(type, options.getOrDefault("fetchXml", ""));
        this.preferences = new Preferences(request.call());
    }

    Answer answer() {
        fetch.joints().forEach(joint -> request.user().require("Read", joint.type()));
        List<Result> all = results();
        int from = first(all);
        List<Result> page = all.subList(from, Math.min(from + fetch.count(), all.size()));
        boolean more = from + fetch.count() < all.size();
        boolean counted = "true".equals(request.call().options().get("$count"));

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonText.JSON.createGenerator(bytes)) {
            json.writeStartObject()
                    .write(
                            "@odata.context",
                            request.root() + "$metadata#" + fetch.type().entitySet() + "("
                                    + fetch.attributes().stream()
                                            .map(Column::name)
                                            .collect(Collectors.joining(","))
                                    + ")");
            if (counted) {
                json.write("@odata.count", Math.min(all.size(), Rendering.MOST_COUNTED));
            }
            if (more && preferences.includes(COOKIE)) {
                json.write("@" + COOKIE, cookie(page));
            }
            if (more && preferences.includes(MORE)) {
                json.write("@" + MORE, true);
            }
            json.writeStartArray("value");
            page.forEach(result -> write(json, result));
            json.writeEnd().writeEnd();
        }
        Answer answer = Answer.bytes(200, WebApi.JSON, bytes.toByteArray());
        return preferences
                .applied()
                .map(text -> answer.with("Preference-Applied", text))
                .orElse(answer);
    }

    private List<Result> results() {
        List<Result> results = data.table(fetch.type()).rows().stream()
                .filter(fetch.filter())
                .sorted(fetch.order())
                .map(row -> new Result(row, Map.of()))
                .toList();
        for (FetchXml.Joint joint : fetch.joints()) {
            List<Result> joined = new ArrayList<>();
            results.forEach(result -> joined.addAll(joined(result, joint)));
            results = joined;
        }
        return results;
    }

    private List<Result> joined(Result result, FetchXml.Joint joint) {
        Optional<Object> wanted = result.row().value(joint.to());
        List<Result> found = data.table(joint.type()).rows().stream()
                .filter(other -> wanted.isPresent() && other.value(joint.from()).equals(wanted))
                .filter(joint.filter())
                .map(other -> result.with(joint, other))
                .toList();
        return found.isEmpty() && joint.outer() ? List.of(result) : found;
    }

    /** Where the page begins; a cookie must be that of the page before. */
    private int first(List<Result> all) {
        if (fetch.pagingCookie().isEmpty()) {
            return Math.min((fetch.page() - 1) * fetch.count(), all.size());
        }
        Element cookie = FetchXml.root(fetch.pagingCookie().get());
        String key = fetch.type().primaryKey();
        List<Element> keys = FetchXml.named(cookie, key);
        String last = keys.isEmpty() ? "" : keys.get(0).getAttribute("last").replaceAll("[{}]", "");
        if (!cookie.getTagName().equals("cookie")
                || !cookie.getAttribute("page").equals(String.valueOf(fetch.page() - 1))) {
            throw ODataRefusal.badRequest("Malformed XML in the Paging Cookie");
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).row().id().toString().equalsIgnoreCase(last)) {
                return i + 1;
            }
        }
        throw ODataRefusal.badRequest("Malformed XML in the Paging Cookie");
    }

    private String cookie(List<Result> page) {
        String inner = "<cookie page=\"" + fetch.page() + "\"><" + fetch.type().primaryKey() + " last=\""
                + braces(page.get(page.size() - 1)) + "\" first=\"" + braces(page.get(0)) + "\" /></cookie>";
        return "<cookie pagenumber=\"" + (fetch.page() + 1) + "\" pagingcookie=\"" + encoded(encoded(inner))
                + "\" istracking=\"False\" />";
    }

    private static String braces(Result result) {
        return "{" + result.row().id().toString().toUpperCase(Locale.ROOT) + "}";
    }

    /** Escapes are in lower case, as .NET writes them. */
    private static String encoded(String text) {
        String escaped = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        return ESCAPE.matcher(escaped).replaceAll(match -> match.group().toLowerCase(Locale.ROOT));
    }

    private void write(JsonGenerator json, Result result) {
        json.writeStartObject().write("@odata.etag", result.row().etag());
        List<Column> columns = new ArrayList<>(fetch.attributes());
        Column key = fetch.type().column(fetch.type().primaryKey());
        if (!columns.contains(key)) {
            columns.add(key);
        }
        columns.forEach(column -> write(json, column.name(), column, result.row()));
        result.joined().forEach((joint, row) -> joint.attributes()
                .forEach(column -> write(json, joint.alias() + "." + column.name(), column, row)));
        json.writeEnd();
    }

    private static void write(JsonGenerator json, String name, Column column, Row row) {
        row.value(column.name()).ifPresent(value -> column.type().write(json, name, value));
    }
}
