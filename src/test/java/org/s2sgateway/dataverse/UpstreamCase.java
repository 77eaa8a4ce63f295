package org.s2sgateway.dataverse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.s2sgateway.outbound.Outbound;
import org.s2sgateway.outbound.OutboundConfig;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.settings.Settings;
import org.s2sgateway.simulator.wire.Certificates;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.testing.RawTlsServer;

/** An upstream, and a server for it that says and hears single octets. */
abstract class UpstreamCase {

    static final Secret TOKEN = Secret.of("token");
    static final Duration SOON = Duration.ofSeconds(20);
    static final Duration BRIEFLY = Duration.ofMillis(300);

    @TempDir
    static Path folder;

    final Certificates certificates = new Certificates(Instant.now());
    final TimerThread timeline = new TimerThread();
    final List<String> heads = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger ends = new AtomicInteger();
    Outbound outbound;
    Upstream upstream;
    RawTlsServer server;

    @BeforeEach
    void open() throws Exception {
        Path authority = folder.resolve("ca.pem");
        certificates.writeAuthority(authority);
        outbound =
                Outbound.of(OutboundConfig.from(Settings.of(Map.of("s2s.tls.trust-certificates", authority.toString())))
                        .orElseThrow());
        upstream = Upstream.of(outbound, timeline);
    }

    @AfterEach
    void close() throws Exception {
        upstream.close();
        timeline.stop();
        if (server != null) {
            server.close();
        }
    }

    final void serve(String answer) throws IOException {
        server = RawTlsServer.start(certificates, connection -> {
            for (String head = connection.head(); !head.isEmpty(); head = connection.head()) {
                heads.add(head);
                connection.say(answer);
            }
        });
    }

    final void serveOnce(String answer) throws IOException {
        server = RawTlsServer.start(certificates, connection -> {
            connection.head();
            connection.say(answer);
        });
    }

    final void limit(UpstreamLimits limits) {
        upstream.close();
        upstream = Upstream.of(outbound, timeline, limits);
    }

    final UpstreamRequest get(EnvironmentHost host) {
        return new UpstreamRequest(host, "GET", target("/api/data/v9.2/accounts"), Map.of(), Map.of(), null);
    }

    final UpstreamRequest get(String target) {
        return new UpstreamRequest(host(), "GET", target(target), Map.of(), Map.of(), null);
    }

    final UpstreamRequest request(String method, @Nullable RequestBody body) {
        return new UpstreamRequest(host(), method, target("/api/data/v9.2/accounts"), Map.of(), Map.of(), body);
    }

    final EnvironmentHost host() {
        return EnvironmentHost.parse("localhost:" + server.port());
    }

    static RequestTarget target(String text) {
        int question = text.indexOf('?');
        return question < 0
                ? RequestTarget.parse(text, null)
                : RequestTarget.parse(text.substring(0, question), text.substring(question + 1));
    }

    final CompletableFuture<UpstreamOutcome> begin(UpstreamRequest request) {
        CompletableFuture<UpstreamOutcome> outcome = new CompletableFuture<>();
        upstream.exchange(request, TOKEN, outcome::complete, ends::incrementAndGet)
                .begin();
        return outcome;
    }

    final UpstreamAnswer answer(UpstreamRequest request) throws Exception {
        UpstreamOutcome outcome = begin(request).get(20, TimeUnit.SECONDS);
        assertThat(outcome).isInstanceOf(UpstreamOutcome.Answered.class);
        return ((UpstreamOutcome.Answered) outcome).answer();
    }

    final void awaitEnds(int number) throws InterruptedException {
        Instant end = Instant.now().plus(SOON);
        while (ends.get() < number && Instant.now().isBefore(end)) {
            Thread.sleep(10);
        }
        assertThat(ends).hasValue(number);
    }

    static void write(UpstreamAnswer answer, OutputStream out) {
        try {
            answer.writeTo(out);
        } catch (IOException brokenOff) {
            throw new IllegalStateException(brokenOff);
        }
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
