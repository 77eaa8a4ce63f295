package org.s2sgateway.dataverse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.outbound.Outbound;
import org.s2sgateway.outbound.OutboundConfig;
import org.s2sgateway.settings.Settings;
import org.s2sgateway.simulator.wire.ForwardProxy;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.testing.RawTlsServer;

class UpstreamTest extends UpstreamCase {

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
}
