package org.s2sgateway.testing;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.s2sgateway.simulator.wire.Certificates;
import org.xnio.Options;

/** A TLS server on a free port of the loopback interface that gives the answers a test wants. */
public final class TlsServer implements AutoCloseable {

    /** A request as it came. */
    public record Request(String method, String path, String body) {}

    /** An answer as it goes out. */
    public record Answer(int status, Map<String, String> headers, String body) {
        public static Answer of(int status, String body) {
            return new Answer(status, Map.of(), body);
        }
    }

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Function<Request, Answer> answers;
    private final Undertow server;

    private TlsServer(SSLContext tls, Function<Request, Answer> answers) {
        this.answers = answers;
        server = Undertow.builder()
                .setIoThreads(1)
                .setWorkerThreads(4)
                .setWorkerOption(Options.THREAD_DAEMON, true)
                .addHttpsListener(0, "127.0.0.1", tls, exchange -> exchange.dispatch(() -> answer(exchange)))
                .build();
        server.start();
    }

    /** A server that is certified for {@code localhost}. */
    public static TlsServer start(Certificates certificates, Function<Request, Answer> answers) {
        return new TlsServer(certificates.server(List.of("localhost")), answers);
    }

    /** A server whose certificate names somebody else. */
    public static TlsServer misnamed(SSLContext tls, Function<Request, Answer> answers) {
        return new TlsServer(tls, answers);
    }

    public URI address() {
        return URI.create("https://localhost:" + port());
    }

    public int port() {
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop();
    }

    private void answer(HttpServerExchange exchange) {
        exchange.getRequestReceiver().receiveFullString((received, body) -> {
            Request request = new Request(received.getRequestMethod().toString(), received.getRequestPath(), body);
            requests.add(request);
            Answer answer = answers.apply(request);
            received.setStatusCode(answer.status());
            answer.headers()
                    .forEach((name, value) -> received.getResponseHeaders().put(new HttpString(name), value));
            received.getResponseSender().send(answer.body());
        });
    }
}
