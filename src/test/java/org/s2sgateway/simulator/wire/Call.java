package org.s2sgateway.simulator.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it came over the wire: path and query are not decoded, header names are case-insensitive.
 *
 * @param path the raw path
 * @param query the raw query without its question mark, empty when there is none
 */
public record Call(String method, String path, String query, Map<String, List<String>> headers, byte[] body) {

    /** Path and query as they stood in the request line. */
    public String target() {
        return query.isEmpty() ? path : path + "?" + query;
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** All values of a header. */
    public List<String> headers(String name) {
        return headers.getOrDefault(name, List.of());
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The fields of an {@code application/x-www-form-urlencoded} body; the last one wins. */
    public Map<String, String> form() {
        return fields(text());
    }

    /** The options of the query, decoded; the last one wins. */
    public Map<String, String> options() {
        return fields(query);
    }

    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                fields.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    /** Percent-decoding of a query or form component. */
    public static String decode(String component) {
        return URLDecoder.decode(component, StandardCharsets.UTF_8);
    }
}
