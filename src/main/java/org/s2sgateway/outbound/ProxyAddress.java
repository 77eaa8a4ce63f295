package org.s2sgateway.outbound;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The proxy that outbound calls go through. */
public record ProxyAddress(String host, int port) {

    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:(?<host>[A-Za-z0-9._-]+)|\\[(?<ipv6>[0-9A-Fa-f:.]+)])" + ":(?<port>[0-9]{1,5})");

    static ProxyAddress parse(String text) {
        Matcher matcher = HOST_AND_PORT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be host:port, without scheme and credentials");
        }
        int port = Integer.parseInt(matcher.group("port"));
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("must be host:port with a port between 1 and 65535");
        }
        String host = matcher.group("host");
        return new ProxyAddress(host == null ? matcher.group("ipv6") : host, port);
    }
}
