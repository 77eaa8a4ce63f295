package org.s2sgateway.outbound;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.s2sgateway.settings.Settings;

/**
 * How outbound calls are made.
 *
 * @param trusted certificate authorities that are trusted besides the Java runtime's
 * @param proxy the proxy for every outbound call
 */
public record OutboundConfig(List<X509Certificate> trusted, Optional<ProxyAddress> proxy) {

    public OutboundConfig {
        trusted = List.copyOf(trusted);
        Objects.requireNonNull(proxy);
    }

    /** Reads {@code s2s.tls.trust-certificates} and {@code s2s.http.proxy}; empty where one of them is faulty. */
    public static Optional<OutboundConfig> from(Settings settings) {
        String trustKey = "s2s.tls.trust-certificates";
        String proxyKey = "s2s.http.proxy";
        List<X509Certificate> trusted =
                settings.find(trustKey, text -> TrustFile.read(Path.of(text))).orElse(List.of());
        Optional<ProxyAddress> proxy = settings.find(proxyKey, ProxyAddress::parse);
        return settings.hasFaultIn(trustKey) || settings.hasFaultIn(proxyKey)
                ? Optional.empty()
                : Optional.of(new OutboundConfig(trusted, proxy));
    }
}
