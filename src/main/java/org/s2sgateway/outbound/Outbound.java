package org.s2sgateway.outbound;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.http.HttpClient;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The ways out of this application: the TLS trust and the proxy that every outbound call uses, and one HTTP client for
 * small calls (tokens, keys, probes).
 *
 * <p>Thread-safe.
 */
@ApplicationScoped
public class Outbound {

    @Inject
    OutboundConfig config;

    SSLContext tls;
    SmallCalls smallCalls;

    /** One outside of a container. */
    @SuppressWarnings("UnnecessaryAssignment") // There nobody injects.
    public static Outbound of(OutboundConfig config) {
        Outbound outbound = new Outbound();
        outbound.config = config;
        outbound.open();
        return outbound;
    }

    @PostConstruct
    void open() {
        tls = Trust.of(config.trusted());
        smallCalls = SmallCalls.open(tls, config.proxy());
    }

    @PreDestroy
    void close() {
        smallCalls.close();
    }

    /** Trusts what the Java runtime trusts and the configured authorities; whoever uses it verifies host names. */
    public SSLContext tls() {
        return tls;
    }

    /** The proxy that outbound calls have to go through. */
    public Optional<ProxyAddress> proxy() {
        return config.proxy();
    }

    /**
     * The client for small calls: HTTP/1.1, host names verified, no redirects, no cookies, 5 s to connect, idle
     * connections kept 30 s. Every request needs its own timeout.
     */
    public HttpClient client() {
        return smallCalls.client();
    }
}
