package org.s2sgateway.simulator.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Headers and the body below them; header names are case-insensitive. */
public record MessagePart(Map<String, List<String>> headers, byte[] body) {

    static MessagePart parse(String text) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        int line = 0;
        while (line < text.length()) {
            int end = text.indexOf('\n', line);
            String header = (end < 0 ? text.substring(line) : text.substring(line, end)).stripTrailing();
            line = end < 0 ? text.length() : end + 1;
            if (header.isEmpty()) {
                break;
            }
            int colon = header.indexOf(':');
            if (colon < 1 || header.charAt(0) <= ' ' || header.charAt(colon - 1) <= ' ') {
                throw new IllegalArgumentException("'" + header + "' is not a header.");
            }
            headers.computeIfAbsent(header.substring(0, colon), name -> new ArrayList<>())
                    .add(header.substring(colon + 1).strip());
        }
        return new MessagePart(
                Collections.unmodifiableMap(headers), text.substring(line).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /**
     * The HTTP request that the body is.
     *
     * @param target as it stands in the request line
     */
    public record Request(String method, String target, MessagePart message) {}

    /** Reads the body as an HTTP request. */
    public Request request() {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        String[] line =
                (end < 0 ? text : text.substring(0, end)).stripTrailing().split(" ");
        if (line.length != 3 || !line[2].equals("HTTP/1.1") || !line[0].matches("[A-Z]+") || line[1].isEmpty()) {
            throw new IllegalArgumentException("An invalid request line was found.");
        }
        return new Request(line[0], line[1], parse(end < 0 ? "" : text.substring(end + 1)));
    }
}
