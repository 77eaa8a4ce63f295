package org.s2sgateway.settings;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * The address by which people and consumers reach this gateway: scheme, host and perhaps port, without a trailing
 * slash. Every link that leaves the gateway starts with it, whatever address a request came by. Source:
 * {@code s2s.public-url}.
 */
public record PublicUrl(String value) {

    private static final String EXPECTED = "must be an address like https://gateway.example.com: http or https, a host,"
            + " perhaps a port, and nothing else";

    public PublicUrl {
        value = canonical(value);
    }

    /** The configured address, or empty when it is faulty. */
    public static Optional<PublicUrl> from(Settings settings) {
        return settings.find("s2s.public-url", "http://localhost:8080", PublicUrl::new);
    }

    /** The origin as browsers write it (RFC 6454 section 6.2): lower case, and no port that goes without saying. */
    public String origin() {
        URI uri = URI.create(value.toLowerCase(Locale.ROOT));
        int usual = uri.getScheme().equals("https") ? 443 : 80;
        String port = uri.getPort() < 0 || uri.getPort() == usual ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + port;
    }

    private static String canonical(String text) {
        String address = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException malformed) {
            // Its message would repeat the value.
            throw new IllegalArgumentException(EXPECTED);
        }
        boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        boolean bare = uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && (uri.getRawPath() == null || uri.getRawPath().isEmpty());
        if (!web || uri.getHost() == null || !bare) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return address;
    }

    @Override
    public String toString() {
        return value;
    }
}
