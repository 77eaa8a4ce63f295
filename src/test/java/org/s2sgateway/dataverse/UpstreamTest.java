package org.s2sgateway.dataverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.outbound.Outbound;
import org.s2sgateway.outbound.OutboundConfig;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.settings.Settings;
import org.s2sgateway.simulator.wire.Certificates;
import org.s2sgateway.simulator.wire.ForwardProxy;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.testing.RawTlsServer;

class UpstreamTest {

    private static final Secret TOKEN = Secret.of("token");
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration BRIEFLY = Duration.ofMillis(300);

    @TempDir
    static Path folder;

    private final Certificates certificates = new Certificates(Instant.now());
    private final TimerThread timeline = new TimerThread();
    private final List<String> heads = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger ends = new AtomicInteger();
    private Outbound outbound;
    private Upstream upstream;
    private RawTlsServer server;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/data/v9.2/accounts?$select=name&$filter=name%20eq%20'a%2fb'&x=%25%7c%22//..?;",
                "/api/data/v9.2/accounts(accountnumber='A//1')?",
                "/api/data/v9.2/accounts(name='a:b@c,d;e+f')?$filter=x%20eq%20'!*()'",
                "/api/data/v9.2/$metadata?a=~._-&&b",
                "/api/data/v9.2/accounts(%27a%27)?q=%E2%82%AC%c3%a4"
            })
    void sendsTheTargetByteForByte(String target) throws Exception {
        serve("HTTP/1.1 204 No Content\r\n\r\n");

        assertThat(answer(get(target)).status()).isEqualTo(204);
        assertThat(heads).singleElement().satisfies(head -> assertThat(head)
                .startsWith("GET " + target + " HTTP/1.1\r\n"));
    }

    @Test
    void namesTheHostWithoutThePortThatEveryoneHas() throws Exception {
        serve("HTTP/1.1 204 No Content\r\n\r\n");
        try (ForwardProxy proxy =
                new ForwardProxy(InetAddress.getLoopbackAddress(), 0, Map.of("localhost:443", server.port()))) {
            upstream.close();
            upstream = Upstream.of(
                    Outbound.of(OutboundConfig.from(Settings.of(Map.of(
                                    "s2s.tls.trust-certificates",
                                    folder.resolve("ca.pem").toString(),
                                    "s2s.http.proxy",
                                    "127.0.0.1:" + proxy.port())))
                            .orElseThrow()),
                    timeline);

            answer(new UpstreamRequest(
                    EnvironmentHost.parse("https://localhost"),
                    "GET",
                    target("/api/data/v9.2/accounts"),
                    Map.of(),
                    Map.of(),
                    null));
        }

        // What Dataverse is asked for as contoso.crm4.dynamics.com:443 it may call so in its links.
        assertThat(heads).singleElement().satisfies(head -> assertThat(head).contains("\r\nHost: localhost\r\n"));
    }

    @Test
    void sendsItsHeadersAndNoOthers() throws Exception {
        serve("HTTP/1.1 204 No Content\r\n\r\n");
        Map<String, List<String>> headers = Map.of(
                "Prefer", List.of("a", "b"),
                "Cookie", List.of("c=d"),
                "Connection", List.of("If-Match"),
                "If-Match", List.of("*"),
                "x-ms-client-request-id", List.of("theirs"),
                "User-Agent", List.of("orders/1.0"));

        answer(new UpstreamRequest(
                host(),
                "GET",
                target("/api/data/v9.2/accounts"),
                headers,
                Map.of("x-ms-client-request-id", "ours"),
                null));

        assertThat(heads.get(0).lines().sorted().toList())
                .containsExactly(
                        "",
                        "Authorization: Bearer token",
                        "Connection: keep-alive",
                        "GET /api/data/v9.2/accounts HTTP/1.1",
                        "Host: localhost:" + server.port(),
                        "Prefer: a",
                        "Prefer: b",
                        "User-Agent: S2SGateway orders/1.0",
                        "x-ms-client-request-id: ours");
    }

    @Test
    void givesASmallBodyWholeAndKeepsTheConnection() throws Exception {
        serve("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");

        for (int i = 0; i < 3; i++) {
            UpstreamAnswer answer = answer(get("/api/data/v9.2/accounts"));
            assertThat(answer.isFlowing()).isFalse();
            assertThat(answer.octets()).hasValue("hello".getBytes(StandardCharsets.UTF_8));
            awaitEnds(i + 1);
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void givesAChunkedBodyWholeWhileItIsSmall() throws Exception {
        String chunk = "2000\r\n" + "x".repeat(0x2000) + "\r\n";
        serve("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(8) + "0\r\n\r\n");

        UpstreamAnswer answer = answer(get("/api/data/v9.2/accounts"));

        assertThat(answer.octets().orElseThrow()).hasSize(64 * 1024);
    }

    @Test
    void givesABodyOfExactlyTheLimitWhole() throws Exception {
        serve("HTTP/1.1 200 OK\r\nContent-Length: 65536\r\n\r\n" + "x".repeat(65_536));

        assertThat(answer(get("/api/data/v9.2/accounts")).octets().orElseThrow())
                .hasSize(65_536);
    }

    @Test
    void letsALargeBodyFlow() throws Exception {
        String body = "0123456789".repeat(200_000);
        serve("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);

        UpstreamAnswer answer = answer(get("/api/data/v9.2/accounts"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        answer.writeTo(out);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(body);
        awaitEnds(1);
        answer(get("/api/data/v9.2/accounts")).close();
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void letsAChunkedBodyFlowThatTurnsOutLarge() throws Exception {
        String chunk = "2711\r\n" + "0123456789".repeat(1000) + "!\r\n";
        serve("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(100) + "0\r\n\r\n");

        UpstreamAnswer answer = answer(get("/api/data/v9.2/accounts"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(answer.isFlowing()).isTrue();
        answer.writeTo(out);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(("0123456789".repeat(1000) + "!").repeat(100));
    }

    @Test
    void takesNoMoreFromDataverseThanTheConsumerTakes() throws Exception {
        AtomicLong sent = new AtomicLong();
        int size = 64 * 1024 * 1024;
        server = RawTlsServer.start(certificates, connection -> {
            connection.head();
            connection.say("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
            byte[] piece = new byte[16 * 1024];
            for (int i = 0; i < size / piece.length; i++) {
                connection.socket().getOutputStream().write(piece);
                sent.addAndGet(piece.length);
            }
        });
        UpstreamAnswer answer = answer(get("/api/data/v9.2/accounts"));
        CountDownLatch go = new CountDownLatch(1);
        AtomicLong written = new AtomicLong();
        OutputStream slow = new OutputStream() {
            @Override
            public void write(int octet) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void write(byte[] octets, int offset, int length) throws IOException {
                await(go);
                written.addAndGet(length);
            }
        };
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(answer, slow));
        long before = -1;
        while (before != sent.get()) {
            before = sent.get();
            Thread.sleep(500);
        }
        // What is in between is the network's buffers and ours.
        assertThat(sent).hasValueLessThan(size / 2);

        go.countDown();
        assertThat(writing).succeedsWithin(SOON);
        assertThat(written).hasValue(size);
    }

    @Test
    void letsASmallBodyFlowThatTakesItsTime() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        server = RawTlsServer.start(certificates, connection -> {
            connection.head();
            connection.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            await(read);
            connection.say("5\r\nworld\r\n0\r\n\r\n");
            connection.rest();
        });

        UpstreamAnswer answer = answer(get("/api/data/v9.2/accounts"));
        assertThat(answer.isFlowing()).isTrue();
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                read.countDown();
            }
        };
        answer.writeTo(out);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("helloworld");
    }

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
        EnvironmentHost nowhere = EnvironmentHost.parse("localhost:" + freePort());

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

    @Test
    void takesRequestsBeforeItsThreadsHaveStarted() throws Exception {
        serve("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        for (int i = 0; i < 20; i++) {
            limit(UpstreamLimits.STANDARD);
            List<CompletableFuture<UpstreamOutcome>> calls = Stream.generate(
                            () -> begin(get("/api/data/v9.2/accounts")))
                    .limit(5)
                    .toList();
            for (CompletableFuture<UpstreamOutcome> call : calls) {
                assertThat(call.get(20, TimeUnit.SECONDS)).isInstanceOf(UpstreamOutcome.Answered.class);
            }
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

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "GET"})
    void takesAnswersWithoutABody(String method) throws Exception {
        serve("HTTP/1.1 " + (method.equals("GET") ? "304 Not Modified" : "200 OK") + "\r\nContent-Length: 7\r\n\r\n");

        for (int i = 0; i < 2; i++) {
            UpstreamAnswer answer = answer(request(method, null));
            assertThat(answer.octets()).isEmpty();
            assertThat(answer.isFlowing()).isFalse();
            awaitEnds(i + 1);
        }
        assertThat(server.connections()).isEqualTo(1);
    }

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
        Exchange exchange = upstream.exchange(get("/api/data/v9.2/x"), TOKEN, told::add, ends::incrementAndGet);
        exchange.begin();
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
        Exchange exchange = upstream.exchange(get("/api/data/v9.2/x"), TOKEN, told::add, ends::incrementAndGet);
        exchange.begin();
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

    @Test
    void sendsASmallBodyWithItsLength() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        server = RawTlsServer.start(certificates, connection -> {
            heads.add(connection.head());
            seen.complete(connection.body(5));
            connection.say("HTTP/1.1 204 No Content\r\n\r\n");
            connection.rest();
        });

        answer(request("POST", new HeldBody("hello".getBytes(StandardCharsets.UTF_8))));

        assertThat(seen).isCompletedWithValue("hello");
        assertThat(heads.get(0)).contains("Content-Length: 5\r\n").doesNotContain("Transfer-Encoding");
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000, -1})
    void letsALargeBodyFlowUp(long length) throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        server = RawTlsServer.start(certificates, connection -> {
            heads.add(connection.head());
            String body = length < 0 ? connection.upTo("\r\n0\r\n\r\n") : connection.body((int) length);
            seen.complete(body);
            connection.say("HTTP/1.1 204 No Content\r\n\r\n");
            connection.rest();
        });
        BodyPipe pipe = new BodyPipe(length);
        CompletableFuture<UpstreamOutcome> outcome = begin(request("POST", pipe));
        pipe.pump("01234".getBytes(StandardCharsets.UTF_8), 5, content("5".repeat(999_995)));

        assertThat(outcome).succeedsWithin(SOON).isInstanceOf(UpstreamOutcome.Answered.class);
        assertThat(seen).succeedsWithin(SOON);
        assertThat(heads.get(0)).contains(length < 0 ? "Transfer-Encoding: chunked" : "Content-Length: 1000000");
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000, -1})
    void neverEndsABodyThatBrokeOff(long length) throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        server = RawTlsServer.start(certificates, connection -> {
            connection.head();
            seen.complete(connection.rest());
        });
        BodyPipe pipe = new BodyPipe(length);
        CompletableFuture<UpstreamOutcome> outcome = begin(request("POST", pipe));
        pipe.pump(new byte[0], 0, new InputStream() {
            private int left = 200_000;

            @Override
            public int read() throws IOException {
                if (left-- == 0) {
                    throw new IOException("reset");
                }
                return 'x';
            }

            @Override
            public int read(byte[] octets, int offset, int wanted) throws IOException {
                octets[offset] = (byte) read();
                return 1;
            }
        });

        assertThat(outcome).succeedsWithin(SOON).isInstanceOf(UpstreamOutcome.BodyBrokenOff.class);
        assertThat(seen).succeedsWithin(SOON).satisfies(body -> assertThat(body).doesNotContain("\r\n0\r\n"));
        assertThat(pipe.isBrokenOff()).isTrue();
        awaitEnds(1);
    }

    @Test
    void neverEndsABodyThatIsShorterThanAnnounced() throws Exception {
        server = RawTlsServer.start(certificates, connection -> {
            connection.head();
            connection.rest();
        });
        BodyPipe pipe = new BodyPipe(1_000_000);
        CompletableFuture<UpstreamOutcome> outcome = begin(request("POST", pipe));
        pipe.pump(new byte[0], 0, content("x".repeat(999_999)));

        assertThat(outcome).succeedsWithin(SOON).isInstanceOf(UpstreamOutcome.BodyBrokenOff.class);
    }

    @Test
    void letsThePumpGoWhenDataverseAnswersEarly() throws Exception {
        server = RawTlsServer.start(certificates, connection -> {
            connection.head();
            connection.say("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            Thread.sleep(1_000);
        });
        BodyPipe pipe = new BodyPipe(-1);
        CompletableFuture<UpstreamOutcome> outcome = begin(request("POST", pipe));
        pipe.pump(new byte[0], 0, content("x".repeat(50_000_000)));

        assertThat(outcome)
                .succeedsWithin(SOON)
                .isInstanceOfSatisfying(
                        UpstreamOutcome.Answered.class,
                        answered -> assertThat(answered.answer().status()).isEqualTo(413));
        awaitEnds(1);
    }

    @Test
    void readsNoMoreFromTheConsumerThanDataverseTakes() throws Exception {
        server = RawTlsServer.start(certificates, connection -> {
            connection.head();
            Thread.sleep(60_000);
        });
        BodyPipe pipe = new BodyPipe(-1);
        CompletableFuture<UpstreamOutcome> outcome = new CompletableFuture<>();
        Exchange exchange = upstream.exchange(request("POST", pipe), TOKEN, outcome::complete, ends::incrementAndGet);
        exchange.begin();
        AtomicLong read = new AtomicLong();
        CompletableFuture<Void> pumping = CompletableFuture.runAsync(() -> pipe.pump(new byte[0], 0, new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] octets, int offset, int length) {
                read.addAndGet(length);
                return length;
            }
        }));
        long before = -1;
        while (before != read.get()) {
            before = read.get();
            Thread.sleep(500);
        }
        assertThat(pumping).isNotDone();
        assertThat(read).hasValueLessThan(32 * 1024 * 1024);

        exchange.cut();
        assertThat(pumping).succeedsWithin(SOON);
        awaitEnds(1);
    }

    @Test
    void knowsWhenItIsTheConsumerThatIsAwaited() throws Exception {
        server = RawTlsServer.start(certificates, connection -> {
            connection.head();
            connection.rest();
        });
        BodyPipe pipe = new BodyPipe(-1);
        Exchange exchange = upstream.exchange(request("POST", pipe), TOKEN, outcome -> {}, ends::incrementAndGet);
        exchange.begin();
        PipedInputStream consumer = new PipedInputStream();
        PipedOutputStream sends = new PipedOutputStream(consumer);
        CompletableFuture<Void> pumping = CompletableFuture.runAsync(() -> pipe.pump(new byte[0], 0, consumer));
        sends.write("hello".getBytes(StandardCharsets.UTF_8));

        Instant end = Instant.now().plus(SOON);
        while (!pipe.isAwaited() && Instant.now().isBefore(end)) {
            Thread.sleep(10);
        }
        assertThat(pipe.isAwaited()).isTrue();

        exchange.cut();
        sends.close();
        assertThat(pumping).succeedsWithin(SOON);
        assertThat(pipe.isAwaited()).isFalse();
    }

    private void serve(String answer) throws IOException {
        server = RawTlsServer.start(certificates, connection -> {
            for (String head = connection.head(); !head.isEmpty(); head = connection.head()) {
                heads.add(head);
                connection.say(answer);
            }
        });
    }

    private void serveOnce(String answer) throws IOException {
        server = RawTlsServer.start(certificates, connection -> {
            connection.head();
            connection.say(answer);
        });
    }

    private void limit(UpstreamLimits limits) {
        upstream.close();
        upstream = Upstream.of(outbound, timeline, limits);
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

    private UpstreamRequest get(EnvironmentHost host) {
        return new UpstreamRequest(host, "GET", target("/api/data/v9.2/accounts"), Map.of(), Map.of(), null);
    }

    private UpstreamRequest get(String target) {
        return new UpstreamRequest(host(), "GET", target(target), Map.of(), Map.of(), null);
    }

    private UpstreamRequest request(String method, RequestBody body) {
        return new UpstreamRequest(host(), method, target("/api/data/v9.2/accounts"), Map.of(), Map.of(), body);
    }

    private EnvironmentHost host() {
        return EnvironmentHost.parse("localhost:" + server.port());
    }

    private static RequestTarget target(String text) {
        int question = text.indexOf('?');
        return question < 0
                ? RequestTarget.parse(text, null)
                : RequestTarget.parse(text.substring(0, question), text.substring(question + 1));
    }

    private CompletableFuture<UpstreamOutcome> begin(UpstreamRequest request) {
        CompletableFuture<UpstreamOutcome> outcome = new CompletableFuture<>();
        upstream.exchange(request, TOKEN, outcome::complete, ends::incrementAndGet)
                .begin();
        return outcome;
    }

    private UpstreamAnswer answer(UpstreamRequest request) throws Exception {
        UpstreamOutcome outcome = begin(request).get(20, TimeUnit.SECONDS);
        assertThat(outcome).isInstanceOf(UpstreamOutcome.Answered.class);
        return ((UpstreamOutcome.Answered) outcome).answer();
    }

    private UpstreamOutcome.Failed failure(UpstreamRequest request) throws Exception {
        UpstreamOutcome outcome = begin(request).get(20, TimeUnit.SECONDS);
        assertThat(outcome).isInstanceOf(UpstreamOutcome.Failed.class);
        return (UpstreamOutcome.Failed) outcome;
    }

    private void awaitEnds(int number) throws InterruptedException {
        Instant end = Instant.now().plus(SOON);
        while (ends.get() < number && Instant.now().isBefore(end)) {
            Thread.sleep(10);
        }
        assertThat(ends).hasValue(number);
    }

    private static void write(UpstreamAnswer answer, OutputStream out) {
        try {
            answer.writeTo(out);
        } catch (IOException brokenOff) {
            throw new IllegalStateException(brokenOff);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static InputStream content(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
