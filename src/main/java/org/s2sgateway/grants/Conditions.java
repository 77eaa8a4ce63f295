package org.s2sgateway.grants;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What headers say of a request: a PATCH creates the row or changes it unless they forbid either, and its answer may be
 * the row itself.
 *
 * @param mayCreate whether a row that is not there may be created
 * @param mayUpdate whether a row that is there may be changed
 * @param answersRow whether the answer to a write may have the row in it
 * @see <a href="https://learn.microsoft.com/power-apps/developer/data-platform/webapi/perform-conditional-operations-using-web-api">Perform
 *     conditional operations using the Web API</a>
 */
public record Conditions(boolean mayCreate, boolean mayUpdate, boolean answersRow) {

    /** Of a request without such headers. */
    public static final Conditions NONE = new Conditions(true, true, false);

    // Dataverse's are numbers. Others it might not know, and write without the condition.
    private static final Pattern ETAGS = Pattern.compile("\\s*(?:\\*|W/\"\\d+\"(?:\\s*,\\s*W/\"\\d+\")*+)\\s*");
    private static final Pattern MORE_THAN_MINIMAL = Pattern.compile("return(?!\\s*=\\s*\"?minimal)");

    /** Reads {@code If-Match}, {@code If-None-Match} and {@code Prefer}, whose names may be in any case. */
    public static Conditions of(Map<String, List<String>> headers) {
        List<String> match = values(headers, "if-match");
        List<String> noneMatch = values(headers, "if-none-match");
        boolean exists = match.size() == 1 && ETAGS.matcher(match.get(0)).matches();
        boolean absent = noneMatch.size() == 1 && noneMatch.get(0).strip().equals("*");
        // Both together make no sense: then nothing is forbidden.
        return new Conditions(
                !exists || absent,
                !absent || exists,
                values(headers, "prefer").stream().anyMatch(value -> MORE_THAN_MINIMAL
                        .matcher(value.toLowerCase(Locale.ROOT))
                        .find()));
    }

    private static List<String> values(Map<String, List<String>> headers, String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .flatMap(header -> header.getValue().stream())
                .toList();
    }
}
