package org.s2sgateway.dataverse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.testing.RawTlsServer;

class UpstreamBodyTest extends UpstreamCase {

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

    private static InputStream content(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
