package org.s2sgateway.odata;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A media type, as far as it tells where links may be. No library is asked: the one of JAX-RS needs a container, and
 * what is malformed is to be passed on, not refused.
 *
 * @param type lower case, without parameters
 * @param boundary of a multipart type; null when it has none
 * @param charset lower case; null when it has none, which is UTF-8 for JSON (RFC 8259 section 8.1)
 */
record ContentType(String type, @Nullable String boundary, @Nullable String charset) {

    // RFC 9110 section 5.6.6: a token or a quoted string.
    private static final Pattern PARAMETER = Pattern.compile(
            "\\s*;\\s*([^=;\\s\"]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^;\\s\"]*))", Pattern.DOTALL);

    /** In which JSON is made of the same octets wherever links and what surrounds them are concerned. */
    private static final Set<String> LIKE_ASCII =
            Set.of("utf-8", "utf8", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252");

    private static final int LONGEST_BOUNDARY = 256; // RFC 2046 section 5.1.1 says 70

    static ContentType parse(String value) {
        int parameters = value.indexOf(';');
        String type = parameters < 0 ? value : value.substring(0, parameters);
        Map<String, String> found = new HashMap<>();
        Matcher parameter = PARAMETER.matcher(value);
        for (int at = parameters;
                at >= 0 && parameter.region(at, value.length()).lookingAt();
                at = parameter.end()) {
            String parameterValue = parameter.group(2) == null
                    ? parameter.group(3)
                    : parameter.group(2).replaceAll("\\\\(.)", "$1");
            found.putIfAbsent(parameter.group(1).toLowerCase(Locale.ROOT), parameterValue);
        }
        String charset = found.get("charset");
        return new ContentType(
                type.strip().toLowerCase(Locale.ROOT),
                found.get("boundary"),
                charset == null ? null : charset.toLowerCase(Locale.ROOT));
    }

    boolean isJson() {
        return type.equals("application/json") || type.equals("text/json") || type.endsWith("+json");
    }

    /** Whether its characters can be told without decoding it. */
    boolean isLikeAscii() {
        return charset == null || LIKE_ASCII.contains(charset);
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
