package org.s2sgateway.bench;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.xnio.Options;

/**
 * Environments that answer at once, after a second, or with a very large body. No call that waits holds a thread. Runs
 * in this process; thread-safe.
 */
final class JavaUpstream implements AutoCloseable {

    static final String SLOW_PATH = "/api/data/v9.2/sim_slow";
    static final String FILE_PATH = "/api/data/v9.2/sim_files(0a000000-0000-4000-8000-000000000001)/sim_content";
    static final long SECONDS_TO_ANSWER = 1;

    private static final int MOST_WAITING = 4_096;
    private static final int PIECE = 64 * 1024;
    private static final HttpString CHALLENGE = new HttpString("WWW-Authenticate");

    private final long fileLength;
    private final Undertow server;

    private JavaUpstream(World world, long fileLength) {
        this.fileLength = fileLength;
        SSLContext tls = world.certificates().server(List.of("localhost"));
        Undertow.Builder builder = Undertow.builder()
                .setIoThreads(2)
                .setWorkerThreads(16)
                .setWorkerOption(Options.THREAD_DAEMON, true)
                .setSocketOption(Options.BACKLOG, MOST_WAITING)
                .setServerOption(UndertowOptions.ALWAYS_SET_DATE, true);
        for (int port : world.ports()) {
            builder.addListener(new Undertow.ListenerBuilder()
                    .setType(Undertow.ListenerType.HTTPS)
                    .setHost("127.0.0.1")
                    .setPort(port)
                    .setSslContext(tls)
                    .setRootHandler(environment(port, world.challenge(port))));
        }
        server = builder.build();
        server.start();
    }

    /**
     * Listens on all ports of the world.
     *
     * @param fileLength size of the large body, in bytes
     */
    static JavaUpstream start(World world, long fileLength) {
        return new JavaUpstream(world, fileLength);
    }

    @Override
    public void close() {
        server.stop();
    }

    private HttpHandler environment(int port, String challenge) {
        byte[] small = SmallAnswer.body("localhost:" + port).getBytes(StandardCharsets.UTF_8);
        return exchange -> {
            if (!exchange.getRequestHeaders().contains(Headers.AUTHORIZATION)) {
                exchange.setStatusCode(401).getResponseHeaders().put(CHALLENGE, challenge);
                exchange.endExchange();
            } else if (exchange.getRequestPath().equals(SLOW_PATH)) {
                exchange.dispatch(SameThreadExecutor.INSTANCE, () -> exchange.getIoThread()
                        .executeAfter(() -> answer(exchange, small), SECONDS_TO_ANSWER, TimeUnit.SECONDS));
            } else if (exchange.getRequestPath().startsWith(FILE_PATH)) {
                file(exchange);
            } else {
                answer(exchange, small);
            }
        };
    }

    private static void answer(HttpServerExchange exchange, byte[] body) {
        SmallAnswer.headers()
                .forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
        exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }

    private void file(HttpServerExchange exchange) {
        if (exchange.getRequestMethod().toString().equals("GET")) {
            exchange.dispatch(() -> download(exchange));
            return;
        }
        AtomicLong received = new AtomicLong();
        exchange.getRequestReceiver().receivePartialBytes((same, piece, last) -> {
            if (received.addAndGet(piece.length) != fileLength && last) {
                same.setStatusCode(400);
            } else if (last) {
                same.setStatusCode(204);
            }
            if (last) {
                same.endExchange();
            }
        });
    }

    private void download(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/octet-stream");
        exchange.getResponseHeaders().put(Headers.CONTENT_LENGTH, Long.toString(fileLength));
        exchange.startBlocking();
        byte[] piece = new byte[PIECE];
        try (OutputStream out = exchange.getOutputStream()) {
            for (long left = fileLength; left > 0; left -= PIECE) {
                out.write(piece, 0, (int) Math.min(left, PIECE));
            }
        } catch (IOException left) {
            exchange.endExchange();
        }
    }
}
