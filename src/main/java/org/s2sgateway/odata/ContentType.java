package org.s2sgateway.odata;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A media type, as far as it tells where links may be. No library is asked: the one of JAX-RS needs a container, and
 * what is malformed is to be passed on, not refused.
 *
 * @param type lower case, without parameters
 * @param boundary of a multipart type; null when it has none
 */
record ContentType(String type, @Nullable String boundary) {

    // RFC 9110 section 5.6.6: a token or a quoted string.
    private static final Pattern PARAMETER = Pattern.compile(
            "\\s*;\\s*([^=;\\s\"]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^;\\s\"]*))", Pattern.DOTALL);

    private static final int LONGEST_BOUNDARY = 256; // RFC 2046 section 5.1.1 says 70

    static ContentType parse(String value) {
        int parameters = value.indexOf(';');
        String type = parameters < 0 ? value : value.substring(0, parameters);
        String boundary = null;
        Matcher parameter = PARAMETER.matcher(value);
        for (int at = parameters;
                at >= 0
                        && boundary == null
                        && parameter.region(at, value.length()).lookingAt();
                at = parameter.end()) {
            if (parameter.group(1).equalsIgnoreCase("boundary")) {
                boundary = parameter.group(2) == null
                        ? parameter.group(3)
                        : parameter.group(2).replaceAll("\\\\(.)", "$1");
            }
        }
        return new ContentType(type.strip().toLowerCase(Locale.ROOT), boundary);
    }

    boolean isJson() {
        return type.equals("application/json") || type.equals("text/json") || type.endsWith("+json");
    }

    boolean isHttp() {
        return type.equals("application/http");
    }

    Optional<String> multipartBoundary() {
        return Optional.ofNullable(boundary)
                .filter(delimiter -> type.startsWith("multipart/"))
                .filter(delimiter -> !delimiter.isEmpty() && delimiter.length() <= LONGEST_BOUNDARY);
    }
}
