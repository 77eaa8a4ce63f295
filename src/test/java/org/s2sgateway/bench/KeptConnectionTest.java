package org.s2sgateway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class KeptConnectionTest {

    @Test
    void readsAnswersOneAfterTheOther() throws IOException {
        String answers = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n12345"
                + "HTTP/1.1 503 Busy\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\na;x=y\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n"
                + "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
        withServer(answers, connection -> {
            assertThat(connection.exchange(new byte[] {'x'})).isEqualTo(200);
            assertThat(connection.bytes()).isEqualTo(5);
            assertThat(connection.exchange(new byte[] {'x'})).isEqualTo(503);
            assertThat(connection.bytes()).isEqualTo(13);
            assertThat(connection.isEnding()).isFalse();
            assertThat(connection.exchange(new byte[] {'x'})).isEqualTo(204);
            assertThat(connection.isEnding()).isTrue();
        });
    }

    @Test
    void readsHeadersAndBodiesOfAnyLength() throws IOException {
        String answers = "HTTP/1.1 200 OK\r\nX: " + "y".repeat(10_000) + "\r\nContent-Length: 100000\r\n\r\n"
                + "z".repeat(100_000) + "HTTP/1.1 404 Not Found\r\ncontent-length:0\r\n\r\n";
        withServer(answers, connection -> {
            assertThat(connection.exchange(new byte[] {'x'})).isEqualTo(200);
            assertThat(connection.bytes()).isEqualTo(100_000);
            assertThat(connection.exchange(new byte[] {'x'})).isEqualTo(404);
        });
    }

    @Test
    void takesNoTorsoForAnAnswer() throws IOException {
        withServer("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n12345", connection -> assertThatThrownBy(
                        () -> connection.exchange(new byte[] {'x'}))
                .isInstanceOf(EOFException.class));
    }

    private interface Check {
        void of(KeptConnection connection) throws IOException;
    }

    private static void withServer(String answers, Check check) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> server = CompletableFuture.runAsync(() -> {
                try (Socket socket = listener.accept()) {
                    socket.getOutputStream().write(answers.getBytes(StandardCharsets.ISO_8859_1));
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            Target target = new Target(
                    "server",
                    URI.create("http://127.0.0.1:" + listener.getLocalPort()),
                    List.of("/"),
                    Map.of(),
                    Optional.empty());
            try (KeptConnection connection = KeptConnection.to(target)) {
                check.of(connection);
            }
            server.join();
        }
    }
}
