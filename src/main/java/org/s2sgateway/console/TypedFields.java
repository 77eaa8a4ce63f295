package org.s2sgateway.console;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What somebody has filled in, field by field, without what is the form's own. Immutable. */
record TypedFields(Map<String, List<String>> values) {

    /** What belongs to the browser and to the page and not to what was filled in. */
    private static final Set<String> OF_THE_FORM = Set.of("formToken", "form", "jakarta.faces.ViewState", "draft");

    static final TypedFields NONE = new TypedFields(Map.of());

    TypedFields {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        values.forEach((name, all) -> {
            if (!OF_THE_FORM.contains(name)) {
                copy.put(name, List.copyOf(all));
            }
        });
        values = Collections.unmodifiableMap(copy);
    }

    static TypedFields of(HttpServletRequest request) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, values) -> all.put(name, List.of(values)));
        return new TypedFields(all);
    }

    /** Reads what {@link #text} wrote. */
    static TypedFields read(String text) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            String[] both = pair.split("=", 2);
            if (both.length == 2) {
                all.computeIfAbsent(decoded(both[0]), first -> new ArrayList<>(1))
                        .add(decoded(both[1]));
            }
        }
        return new TypedFields(all);
    }

    /** As one text, for the database. */
    String text() {
        return values.entrySet().stream()
                .flatMap(
                        field -> field.getValue().stream().map(value -> encoded(field.getKey()) + "=" + encoded(value)))
                .collect(Collectors.joining("&"));
    }

    /** The first value of a field; empty where there is none. */
    String one(String name) {
        return all(name).stream().findFirst().orElse("");
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** That field and no other. */
    TypedFields only(String name) {
        return new TypedFields(has(name) ? Map.of(name, all(name)) : Map.of());
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
