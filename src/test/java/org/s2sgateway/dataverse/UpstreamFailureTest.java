package org.s2sgateway.dataverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.simulator.wire.Certificates;
import org.s2sgateway.simulator.wire.FreePort;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.testing.RawTlsServer;

class UpstreamFailureTest extends UpstreamCase {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 100000\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n20000\r\n",
            })
    void failsWhereALargeBodyBreaksOff(String framing) throws Exception {
        serveOnce("HTTP/1.1 200 OK\r\n" + framing + "x".repeat(80_000));

        UpstreamAnswer answer = answer(get("/api/data/v9.2/accounts"));

        assertThatThrownBy(() -> answer.writeTo(OutputStream.nullOutputStream()))
                .isInstanceOf(IOException.class);
        awaitEnds(1);
    }

    @Test
    void failsWhereASmallBodyBreaksOff() throws Exception {
        serveOnce("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");

        UpstreamOutcome.Failed failed = failure(get("/api/data/v9.2/accounts"));

        assertThat(failed.diagnosis().code()).isEqualTo("S2S.EnvironmentUnreachable");
        assertThat(failed.sent()).isTrue();
        awaitEnds(1);
    }

    @Test
    void saysThatNothingWasSentWhereThereIsNoConnection() throws Exception {
        EnvironmentHost nowhere = EnvironmentHost.parse("localhost:" + FreePort.find());

        UpstreamOutcome.Failed failed = failure(get(nowhere));

        assertThat(failed.diagnosis().code()).isEqualTo("S2S.EnvironmentUnreachable");
        assertThat(failed.sent()).isFalse();
        awaitEnds(1);
    }

    @Test
    void givesUpWhereNobodyTakesTheConnection() throws Exception {
        limit(new UpstreamLimits(BRIEFLY, SOON, SOON));
        // A listener that accepts nobody: what does not fit into its queue is never answered.
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> queue = fill(deaf);

            UpstreamOutcome.Failed failed = failure(get(EnvironmentHost.parse("localhost:" + deaf.getLocalPort())));

            assertThat(failed.diagnosis().code()).isEqualTo("S2S.EnvironmentUnreachable");
            assertThat(failed.sent()).isFalse();
            awaitEnds(1);
            for (Socket socket : queue) {
                socket.close();
            }
        }
    }

    @Test
    void givesUpWhereNobodyAnswersTheHandshake() throws Exception {
        limit(new UpstreamLimits(SOON, BRIEFLY, SOON));
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            UpstreamOutcome.Failed failed = failure(get(EnvironmentHost.parse("localhost:" + silent.getLocalPort())));

            assertThat(failed.diagnosis().code()).isEqualTo("S2S.EnvironmentUnreachable");
            assertThat(failed.sent()).isFalse();
            awaitEnds(1);
        }
    }

    @Test
    void givesUpABodyThatFallsSilent() throws Exception {
        limit(new UpstreamLimits(SOON, SOON, BRIEFLY));
        CountDownLatch seen = new CountDownLatch(1);
        server = RawTlsServer.start(certificates, connection -> {
            connection.head();
            connection.say("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(80_000));
            await(seen);
        });

        UpstreamAnswer answer = answer(get("/api/data/v9.2/accounts"));

        assertThatThrownBy(() -> answer.writeTo(OutputStream.nullOutputStream()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("fell silent");
        seen.countDown();
        awaitEnds(1);
    }

    @Test
    void goesOnAfterItsThreadsHaveDied() throws Exception {
        serve("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        CompletableFuture<UpstreamOutcome> died = new CompletableFuture<>();
        upstream.exchange(
                        get("/api/data/v9.2/accounts"),
                        TOKEN,
                        outcome -> {
                            died.complete(outcome);
                            throw new OutOfMemoryError("as when the heap is full");
                        },
                        ends::incrementAndGet)
                .begin();
        assertThat(died).succeedsWithin(SOON);

        // One of its threads is left. Whoever meets the dead one fails, and nobody after that.
        int before = 0;
        while (before < 40 && isAnswered()) {
            before++;
        }
        for (int i = 0; i < 10; i++) {
            assertThat(isAnswered()).isTrue();
        }
    }

    private boolean isAnswered() throws Exception {
        return begin(get("/api/data/v9.2/accounts")).get(20, TimeUnit.SECONDS) instanceof UpstreamOutcome.Answered;
    }

    @Test
    void saysThatTheCertificateIsNotTrusted() throws Exception {
        server = RawTlsServer.start(new Certificates(Instant.now()), RawTlsServer.Connection::rest);

        UpstreamOutcome.Failed failed = failure(get("/api/data/v9.2/accounts"));

        assertThat(failed.diagnosis().code()).isEqualTo("S2S.EnvironmentUntrusted");
        assertThat(failed.sent()).isFalse();
    }

    @Test
    void saysThatARequestMayHaveArrivedThatGotNoAnswer() throws Exception {
        server = RawTlsServer.start(certificates, RawTlsServer.Connection::head);

        assertThat(failure(get("/api/data/v9.2/accounts")).sent()).isTrue();
    }

    /** Connects until nobody can any more. */
    private static List<Socket> fill(ServerSocket deaf) throws IOException {
        List<Socket> queue = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Socket socket = new Socket();
            queue.add(socket);
            try {
                socket.connect(deaf.getLocalSocketAddress(), (int) BRIEFLY.toMillis());
            } catch (SocketTimeoutException full) {
                return queue;
            }
        }
        throw new AssertionError("The queue takes everybody");
    }

    private UpstreamOutcome.Failed failure(UpstreamRequest request) throws Exception {
        UpstreamOutcome outcome = begin(request).get(20, TimeUnit.SECONDS);
        assertThat(outcome).isInstanceOf(UpstreamOutcome.Failed.class);
        return (UpstreamOutcome.Failed) outcome;
    }
}
