package org.s2sgateway.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server as a child process: it ends when this object is closed, and with this JVM. Thread-safe. */
final class Server implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(150);
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int SECONDS_TO_STOP = 20;

    private final Process process;
    private final Thread reader;
    private final ServerLog log;
    private final URI question;
    private volatile boolean closed;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    private Server(Process process, ServerLog log, Port port) {
        this.process = process;
        this.log = log;
        this.question = URI.create(port.url() + "/api/health/ready");
        this.reader = new Thread(this::drain, "server-log");
    }

    /** Starts the command, which listens on the port, with these environment variables and no others. */
    static Server start(List<String> command, Map<String, String> environment, Port port, ServerLog log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Server server = new Server(builder.start(), log, port);
        // Ctrl-C and SIGTERM. What else may end this JVM, the leash is for.
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-server"));
        server.reader.start();
        return server;
    }

    /** Returns when the application says that it is ready. */
    void awaitReady() throws CannotStart, InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (true) {
            // Asked first: a foreign answer counts only when the server was up before.
            boolean up = log.serverIsUp();
            Health health = health();
            if (health.isReady()) {
                return;
            }
            if (up && health instanceof Health.Foreign) {
                // Payara Micro stays up without an application that it could not deploy.
                throw new CannotStart("The server could not start the application. Its log says why: " + log);
            }
            if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw ended();
            }
            if (Instant.now().isAfter(deadline)) {
                throw new CannotStart(
                        "The gateway was not ready within " + PATIENCE.toSeconds() + " s. Its log: " + log);
            }
        }
    }

    /** Waits until the server ends by itself, which it should not, and throws. */
    void awaitEnd() throws CannotStart, InterruptedException {
        process.waitFor();
        throw ended();
    }

    @Override
    public void close() {
        closed = true;
        // By its handle: the process itself would close its output, too, and with it the last lines of the log.
        process.toHandle().destroy();
        try {
            if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            reader.join();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private Health health() throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(question).timeout(Duration.ofSeconds(5)).build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return Health.of(answer.statusCode(), answer.body());
        } catch (IOException notYet) {
            return new Health.Starting();
        }
    }

    private CannotStart ended() throws InterruptedException {
        if (closed) {
            throw new InterruptedException("Closed");
        }
        reader.join();
        return new CannotStart("The server ended with status " + process.exitValue() + ". Its log: " + log);
    }

    private void drain() {
        try {
            log.drain(process.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
