package org.s2sgateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.s2sgateway.simulator.wire.Certificates;
import org.s2sgateway.testing.TlsServer;

class OutboundTest {

    private final Certificates certificates = new Certificates(Instant.now());

    @TempDir
    Path folder;

    private Path authority;
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void writeTheAuthority() throws Exception {
        authority = folder.resolve("ca.pem");
        certificates.writeAuthority(authority);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    @Test
    void trustsTheConfiguredAuthority() throws Exception {
        TlsServer server = answering(TlsServer.Answer.of(200, "trusted"));
        assertThat(get(outbound(TrustFile.read(authority), Optional.empty()), server.address())
                        .body())
                .isEqualTo("trusted");
    }

    @Test
    void trustsNoOtherAuthority() {
        TlsServer server = answering(TlsServer.Answer.of(200, "trusted"));
        Outbound outbound = outbound(List.of(), Optional.empty());
        assertThatThrownBy(() -> get(outbound, server.address())).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void wantsTheCertificateToNameTheHost() {
        TlsServer server = TlsServer.misnamed(
                certificates.server(List.of("somebody-else.example")), request -> TlsServer.Answer.of(200, ""));
        open.add(server);
        Outbound outbound = outbound(TrustFile.read(authority), Optional.empty());
        assertThatThrownBy(() -> get(outbound, server.address())).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void followsNoRedirect() throws Exception {
        TlsServer server = answering(new TlsServer.Answer(302, Map.of("Location", "https://elsewhere.example/"), ""));
        assertThat(get(outbound(TrustFile.read(authority), Optional.empty()), server.address())
                        .statusCode())
                .isEqualTo(302);
    }

    @Test
    void goesThroughTheProxy() throws Exception {
        List<String> asked = Collections.synchronizedList(new ArrayList<>());
        HttpServer proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        proxy.start();
        open.add(() -> proxy.stop(0));
        Outbound outbound = outbound(
                List.of(),
                Optional.of(new ProxyAddress("127.0.0.1", proxy.getAddress().getPort())));
        assertThat(get(outbound, URI.create("http://nowhere.example/path")).statusCode())
                .isEqualTo(204);
        assertThat(asked).containsExactly("http://nowhere.example/path");
    }

    private Outbound outbound(List<java.security.cert.X509Certificate> trusted, Optional<ProxyAddress> proxy) {
        Outbound outbound = Outbound.of(new OutboundConfig(trusted, proxy));
        open.add(outbound::close);
        return outbound;
    }

    private TlsServer answering(TlsServer.Answer answer) {
        TlsServer server = TlsServer.start(certificates, request -> answer);
        open.add(server);
        return server;
    }

    private static HttpResponse<String> get(Outbound outbound, URI address) throws IOException, InterruptedException {
        return outbound.client()
                .send(
                        HttpRequest.newBuilder(address)
                                .timeout(Duration.ofSeconds(5))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
