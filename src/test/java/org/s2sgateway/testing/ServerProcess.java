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
import java.util.function.Function;
import java.util.regex.Pattern;
import org.s2sgateway.simulator.wire.FreePort;

/**
 * A server of its own, with the WAR and a configuration that differs from the run's: for tests of the start itself. It
 * takes 10 to 20 seconds and 500 MB, and runs until it is closed.
 */
public final class ServerProcess implements AutoCloseable {

    private static final Duration TO_START = Duration.ofMinutes(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final int SECONDS_TO_STOP = 20;

    private final ProcessBuilder builder;
    private final Pattern started;
    private final URI address;
    private final Path folder;
    private Process process;
    private Path log;
    private int starts;

    private ServerProcess(ProcessBuilder builder, Pattern started, URI address, Path folder)
            throws IOException, InterruptedException {
        this.builder = builder;
        this.started = started;
        this.address = address;
        this.folder = folder;
        startAgain();
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
        return start(kind, folder, address -> environment);
    }

    /** The same, of which the variables may name the server's own address. */
    public static ServerProcess start(ServerKind kind, Path folder, Function<URI, Map<String, String>> environment)
            throws IOException, InterruptedException {
        return start(kind, ServerFiles.ofThisRun(), folder, FreePort.find(), environment);
    }

    /** The same with other files, or another heap, than those of the integration tests. */
    public static ServerProcess start(
            ServerKind kind, ServerFiles files, Path folder, int port, Function<URI, Map<String, String>> environment)
            throws IOException, InterruptedException {
        Files.createDirectories(folder.getParent());
        Files.createDirectory(folder);
        URI address = URI.create("http://localhost:" + port);
        ProcessBuilder builder = new ProcessBuilder(kind.command(files, folder, port));
        builder.environment().keySet().removeIf(name -> name.startsWith("S2S_"));
        builder.environment().putAll(environment.apply(address));
        return new ServerProcess(builder.redirectErrorStream(true), Pattern.compile(kind.started()), address, folder);
    }

    /** Starts it once more, after {@link #kill}, with what it has left in its folder. */
    public void startAgain() throws IOException, InterruptedException {
        starts++;
        log = folder.resolve(starts == 1 ? "server.log" : "server-" + starts + ".log");
        process = builder.redirectOutput(log.toFile()).start();
        awaitStart();
    }

    /** Ends it in the middle of what it is doing, as a broken machine would. */
    public void kill() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.waitFor();
    }

    /** The process that is running now. */
    public long pid() {
        return process.pid();
    }

    /** Where it listens, without a trailing slash. */
    public URI address() {
        return address;
    }

    /** Everything that it has written since it was started last. */
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

    private void awaitStart() throws IOException, InterruptedException {
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
