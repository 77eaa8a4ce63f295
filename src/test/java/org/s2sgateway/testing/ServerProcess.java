package org.s2sgateway.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A server of its own, with the WAR and a configuration that differs from the run's: for tests of the start itself. It
 * takes 10 to 20 seconds and 500 MB, and runs until it is closed.
 */
public final class ServerProcess implements AutoCloseable {

    private static final Duration TO_START = Duration.ofMinutes(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final int SECONDS_TO_STOP = 20;

    private final Process process;
    private final URI address;
    private final Path log;

    private ServerProcess(Process process, URI address, Path log) {
        this.process = process;
        this.address = address;
        this.log = log;
    }

    /**
     * Starts a server and waits until it has deployed the WAR, or failed to.
     *
     * @param folder a new folder for all that it writes
     * @param environment the whole of its {@code S2S_} variables; those of this process are not handed on
     * @throws IllegalStateException when it ends, or takes more than three minutes
     */
    public static ServerProcess start(ServerKind kind, Path folder, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path servers = Path.of(System.getProperty("it.servers"));
        Path war = Path.of(System.getProperty("it.war"));
        Files.createDirectories(folder.getParent());
        Files.createDirectory(folder);
        int port = FreePort.find();
        Path log = folder.resolve("server.log");
        ProcessBuilder builder = new ProcessBuilder(kind.command(servers, war, folder, port));
        builder.environment().keySet().removeIf(name -> name.startsWith("S2S_"));
        builder.environment().putAll(environment);
        ServerProcess server = new ServerProcess(
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(),
                URI.create("http://localhost:" + port),
                log);
        server.awaitStart(Pattern.compile(kind.started()));
        return server;
    }

    /** Where it listens, without a trailing slash. */
    public URI address() {
        return address;
    }

    /** Everything that it has written so far. */
    public String log() throws IOException {
        return Files.readString(log, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }

    private void awaitStart(Pattern started) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(TO_START);
        while (!started.matcher(log()).find()) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                close();
                throw new IllegalStateException("the server did not start, see " + log);
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }
}
