package org.s2sgateway.bench;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Who is put under load, and with what.
 *
 * @param address scheme, host and port
 * @param paths of which each connection asks for one after the other
 * @param headers of every request besides {@code Host}
 * @param tls what an https address is reached with
 */
record Target(String name, URI address, List<String> paths, Map<String, String> headers, Optional<SSLContext> tls) {

    Target {
        paths = List.copyOf(paths);
    }

    /** The requests as they go over the wire, one for each path. */
    List<byte[]> requests() {
        return paths.stream()
                .map(path -> request(path).getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    private String request(String path) {
        StringBuilder request =
                new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        return request.append("\r\n").toString();
    }
}
