package org.s2sgateway.testing;

import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The cookies of one browser (RFC 6265), as far as a test can tell: host, path, {@code Secure} and their end. Not by
 * port; no {@code Domain}, and {@code SameSite} is left to real browsers. Not thread-safe.
 */
final class Cookies {

    /** Browsers trust the loopback interface without TLS, also with a secure cookie. */
    private static final Set<String> TRUSTWORTHY = Set.of("localhost", "127.0.0.1");

    private record Cookie(String host, String name, String path, String value, boolean secure) {

        boolean replaces(Cookie other) {
            return host.equals(other.host) && name.equals(other.name) && path.equals(other.path);
        }

        boolean isFor(URI url) {
            return host.equals(url.getHost())
                    && (!secure || url.getScheme().equals("https") || TRUSTWORTHY.contains(host))
                    && isBelow(url.getRawPath().isEmpty() ? "/" : url.getRawPath());
        }

        private boolean isBelow(String place) {
            return place.equals(path)
                    || (place.startsWith(path) && (path.endsWith("/") || place.charAt(path.length()) == '/'));
        }
    }

    private final List<Cookie> cookies = new ArrayList<>();

    void store(URI url, String setCookie) {
        String[] parts = setCookie.split(";");
        int equals = parts[0].indexOf('=');
        Map<String, String> attributes = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] attribute = parts[i].strip().split("=", 2);
            attributes.put(attribute[0].toLowerCase(Locale.ROOT), attribute.length == 2 ? attribute[1] : "");
        }
        String path = attributes.getOrDefault("path", "");
        Cookie cookie = new Cookie(
                url.getHost(),
                parts[0].substring(0, equals).strip(),
                path.startsWith("/") ? path : folder(url),
                parts[0].substring(equals + 1).strip(),
                attributes.containsKey("secure"));
        cookies.removeIf(cookie::replaces);
        if (!isOver(attributes)) {
            cookies.add(cookie);
        }
    }

    String header(URI url) {
        return cookies.stream()
                .filter(cookie -> cookie.isFor(url))
                .map(cookie -> cookie.name() + "=" + cookie.value())
                .collect(Collectors.joining("; "));
    }

    String value(URI url, String name) {
        return cookies.stream()
                .filter(cookie -> cookie.isFor(url) && cookie.name().equals(name))
                .map(Cookie::value)
                .findFirst()
                .orElse("");
    }

    void clear() {
        cookies.clear();
    }

    // RFC 6265 section 5.1.4
    private static String folder(URI url) {
        String path = url.getRawPath();
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    private static boolean isOver(Map<String, String> attributes) {
        if (attributes.containsKey("max-age")) {
            return Long.parseLong(attributes.get("max-age")) <= 0;
        }
        try {
            return attributes.containsKey("expires")
                    && DateTimeFormatter.RFC_1123_DATE_TIME
                            .parse(attributes.get("expires").replace('-', ' '), Instant::from)
                            .isBefore(Instant.now());
        } catch (DateTimeParseException unreadable) {
            return false;
        }
    }
}
