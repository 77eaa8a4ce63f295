package org.s2sgateway.dataverse;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.testing.RawTlsServer;

class UpstreamCutTest extends UpstreamCase {

    @Test
    void cutsAnAnswerThatNobodyReads() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        server = RawTlsServer.start(certificates, connection -> {
            connection.head();
            try {
                connection.say("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(70_000));
            } finally {
                seen.complete(connection.rest());
            }
        });

        answer(get("/api/data/v9.2/accounts")).close();

        assertThat(seen).succeedsWithin(SOON);
        awaitEnds(1);
    }

    /** The pool has 64 connections to an environment, for calls that have got a place at the gate. */
    @ParameterizedTest
    @ValueSource(strings = {"/silent", "/large"})
    void givesConnectionsBackAtOnceThatWereCut(String what) throws Exception {
        limit(new UpstreamLimits(Duration.ofSeconds(10), SOON, SOON));
        CountDownLatch arrived = new CountDownLatch(64);
        server = RawTlsServer.start(certificates, connection -> {
            String head = connection.head();
            if (head.contains("/small")) {
                connection.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            } else if (head.contains("/large")) {
                connection.say("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(500_000));
            }
            arrived.countDown();
            connection.rest();
        });
        List<Exchange> exchanges = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            Exchange exchange =
                    upstream.exchange(get("/api/data/v9.2" + what), TOKEN, outcome -> {}, ends::incrementAndGet);
            exchange.begin();
            exchanges.add(exchange);
        }
        await(arrived);

        exchanges.forEach(Exchange::cut);

        List<CompletableFuture<UpstreamOutcome>> next = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            next.add(begin(get("/api/data/v9.2/small")));
        }
        for (CompletableFuture<UpstreamOutcome> each : next) {
            assertThat(each.get(20, TimeUnit.SECONDS)).isInstanceOf(UpstreamOutcome.Answered.class);
        }
    }

    @Test
    void cutsARequestThatNobodyWaitsForAnyMore() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        CountDownLatch arrived = new CountDownLatch(1);
        server = RawTlsServer.start(certificates, connection -> {
            connection.head();
            arrived.countDown();
            seen.complete(connection.rest());
        });
        List<UpstreamOutcome> told = new ArrayList<>();
        Exchange exchange = begun(told);
        await(arrived);

        exchange.cut();

        assertThat(seen).succeedsWithin(SOON);
        awaitEnds(1);
        assertThat(told).isEmpty();
    }

    @Test
    void keepsThePlaceOfAConnectionThatIsStillBeingMade() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch cut = new CountDownLatch(1);
        CompletableFuture<String> seen = new CompletableFuture<>();
        server = RawTlsServer.start(certificates, connection -> {
            arrived.countDown();
            await(cut);
            // Only now is the handshake answered.
            seen.complete(connection.rest());
        });
        List<UpstreamOutcome> told = new ArrayList<>();
        Exchange exchange = begun(told);
        await(arrived);

        exchange.cut();

        assertThat(ends).hasValue(0);
        cut.countDown();
        assertThat(seen.get(20, TimeUnit.SECONDS)).isEmpty();
        awaitEnds(1);
        assertThat(told).isEmpty();
    }

    @Test
    void givesThePlaceBackOfAConnectionThatFailsAfterTheCut() throws Exception {
        limit(new UpstreamLimits(SOON, BRIEFLY, SOON));
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Exchange exchange = upstream.exchange(
                    get(EnvironmentHost.parse("localhost:" + silent.getLocalPort())),
                    TOKEN,
                    outcome -> {},
                    ends::incrementAndGet);
            exchange.begin();
            silent.accept();

            exchange.cut();

            awaitEnds(1);
        }
    }

    @Test
    void sendsNothingAfterACut() throws Exception {
        serve("HTTP/1.1 204 No Content\r\n\r\n");
        Exchange exchange = upstream.exchange(get("/api/data/v9.2/x"), TOKEN, outcome -> {}, ends::incrementAndGet);
        exchange.cut();
        exchange.begin();

        assertThat(answer(get("/api/data/v9.2/y")).status()).isEqualTo(204);
        assertThat(heads).hasSize(1);
    }

    private Exchange begun(List<UpstreamOutcome> told) {
        Exchange exchange = upstream.exchange(get("/api/data/v9.2/x"), TOKEN, told::add, ends::incrementAndGet);
        exchange.begin();
        return exchange;
    }
}
