package org.s2sgateway.simulator.dataverse;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.s2sgateway.simulator.wire.Call;

/** The {@code Prefer} headers of a request (RFC 7240); what is not understood is ignored, as that RFC says. */
final class Preferences {

    private static final Pattern PREFERENCE =
            Pattern.compile("\\s*([^=,;\\s]+)\\s*(?:=\\s*(\"[^\"]*\"|[^,;\\s]*))?[^,]*,?");

    private final Map<String, String> values = new LinkedHashMap<>();

    Preferences(Call call) {
        Matcher matcher = PREFERENCE.matcher(String.join(",", call.headers("Prefer")));
        while (matcher.find()) {
            String value = Optional.ofNullable(matcher.group(2)).orElse("").replace("\"", "");
            values.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), value);
        }
    }

    boolean returnsRepresentation() {
        return "representation".equals(values.get("return"));
    }

    boolean tracksChanges() {
        return values.containsKey("odata.track-changes");
    }

    /** Of a batch; a preference without a value is there or not. */
    boolean continuesOnError() {
        return values.containsKey("odata.continue-on-error") && !"false".equals(values.get("odata.continue-on-error"));
    }

    OptionalInt maxPageSize() {
        String size = values.getOrDefault("odata.maxpagesize", "");
        return size.matches("[1-9]\\d{0,8}") ? OptionalInt.of(Integer.parseInt(size)) : OptionalInt.empty();
    }

    /** Whether any is asked for. */
    boolean wantsAnnotations() {
        return annotations().isPresent();
    }

    /** Whether an annotation is asked for by name or by star. */
    boolean includes(String annotation) {
        return annotations().map(list -> matches(list, annotation)).orElse(false);
    }

    /** Whether the request says which annotations it wants, and this is none of them. */
    boolean excludes(String annotation) {
        return annotations().map(list -> !matches(list, annotation)).orElse(false);
    }

    private Optional<String> annotations() {
        return Optional.ofNullable(values.get("odata.include-annotations"));
    }

    private static boolean matches(String list, String annotation) {
        for (String pattern : list.split(",")) {
            String wanted = pattern.strip();
            boolean fits = wanted.endsWith("*")
                    ? annotation.startsWith(wanted.substring(0, wanted.length() - 1))
                    : annotation.equals(wanted);
            if (fits) {
                return true;
            }
        }
        return false;
    }

    /** What was applied, for the answer's {@code Preference-Applied}. */
    Optional<String> applied() {
        StringBuilder applied = new StringBuilder();
        values.forEach((name, value) -> {
            switch (name) {
                case "return", "odata.maxpagesize" -> append(applied, name + "=" + value);
                case "odata.include-annotations" -> append(applied, name + "=\"" + value + "\"");
                case "odata.track-changes" -> append(applied, name);
                default -> {}
            }
        });
        return applied.isEmpty() ? Optional.empty() : Optional.of(applied.toString());
    }

    private static void append(StringBuilder applied, String preference) {
        applied.append(applied.isEmpty() ? "" : ",").append(preference);
    }
}
