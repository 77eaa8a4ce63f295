package org.s2sgateway.simulator.wire;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A response as a value; header names may repeat.
 *
 * @param length of the body that is sent; where it is more than there is the body is repeated
 */
public record Answer(int status, List<Header> headers, byte[] body, long length) {

    public record Header(String name, String value) {}

    public Answer {
        headers = List.copyOf(headers);
    }

    public Answer(int status, List<Header> headers, byte[] body) {
        this(status, headers, body, body.length);
    }

    public static Answer empty(int status) {
        return new Answer(status, List.of(), new byte[0]);
    }

    public static Answer text(int status, String contentType, String text) {
        return bytes(status, contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer json(int status, JsonObject json) {
        return text(status, "application/json; charset=utf-8", json.toString());
    }

    public static Answer bytes(int status, String contentType, byte[] body) {
        return new Answer(status, List.of(new Header("Content-Type", contentType)), body);
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    public Answer with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Answer(status, more, body, length);
    }
}
