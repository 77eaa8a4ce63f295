package org.s2sgateway.isolation;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.s2sgateway.launch.Leash;
import org.s2sgateway.testing.ServerFiles;
import org.s2sgateway.testing.ServerKind;

/**
 * {@code ./mvnw -Pisolation}: the isolation suite against a gateway of its own on Payara Micro with the simulator, or with
 * {@code -Ds2s.url=} and {@code -Disolation.consumers=} against anybody's. To be started in the project's folder. Ends
 * with status 1 when there is a finding, and with 2 when there was nothing to run.
 */
public final class IsolationMain {

    private static final int CALLS = 100_000;
    private static final int CALLS_OF_A_DEPLOYMENT = 1_000;
    private static final int CONCURRENCY = 32;
    private static final int CONCURRENCY_AT_A_DEPLOYMENT = 8;

    // Held, or their levels are forgotten.
    private static final List<Logger> CHATTY = Stream.of("org.xnio", "org.jboss", "io.undertow")
            .map(Logger::getLogger)
            .toList();

    private IsolationMain() {}

    public static void main(String[] arguments) {
        CHATTY.forEach(logger -> logger.setLevel(Level.WARNING));
        System.exit(run(System.getProperties(), System.out));
    }

    static int run(Properties properties, PrintStream out) {
        try {
            String url = properties.getProperty("s2s.url", "");
            return url.isEmpty() ? local(properties, out) : deployed(url, properties, out);
        } catch (BadFile | IOException | IllegalArgumentException | IllegalStateException e) {
            out.printf("%nThe isolation suite cannot run. %s%n%n", e.getMessage());
            return 2;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 2;
        }
    }

    private static int deployed(String url, Properties properties, PrintStream out)
            throws BadFile, InterruptedException {
        String name = properties.getProperty("isolation.consumers", "");
        if (!url.matches("https?://[^/\\s]+/?") || name.isEmpty()) {
            throw new IllegalArgumentException(
                    "-Ds2s.url is an address such as https://gateway.example, and goes with -Disolation.consumers=<file>:"
                            + " docs/isolation.md");
        }
        Path file = Path.of(name);
        Optional<Path> trusted = ConsumersFile.trusted(file);
        HttpClient client = Trusting.client(trusted);
        URI address = URI.create(url.replaceFirst("/$", ""));
        Deployment deployment = ConsumersFile.read(file, address, System.getenv(), client);
        Isolation.Options options = options(properties, CALLS_OF_A_DEPLOYMENT, CONCURRENCY_AT_A_DEPLOYMENT);
        announce(deployment, options, out);
        Instant began = Instant.now();
        Tally tally = new Isolation(deployment, options, client).run();
        tally.print(out, options.seed(), Duration.between(began, Instant.now()).toMillis() / 1000.0);
        return status(tally);
    }

    private static int local(Properties properties, PrintStream out) throws IOException, InterruptedException {
        Isolation.Options options = options(properties, CALLS, CONCURRENCY);
        Path folder = Path.of("target", "isolation").toAbsolutePath();
        clear(folder);
        Files.createDirectories(folder);
        ServerFiles files = new ServerFiles(
                Path.of("target", "servers"),
                Path.of("target", "s2s-gateway.war"),
                List.of("-Xmx512m", "-javaagent:" + Leash.write(folder)));
        out.printf("%nStarting the simulator and the gateway on Payara Micro ...%n");
        return status(LocalRun.run(ServerKind.PAYARA, files, folder.resolve("world"), options, out));
    }

    private static int status(Tally tally) {
        return tally.findings().isEmpty() ? 0 : 1;
    }

    /** Says what is about to be done. */
    static void announce(Deployment deployment, Isolation.Options options, PrintStream out) {
        out.printf(
                "%n%d calls, %d at a time, to %d environments of %s by %d consumers; seed %d, request ids iso.%s.*%n",
                options.calls(),
                options.concurrency(),
                deployment.sites().size(),
                deployment.url(),
                deployment.consumers().size(),
                options.seed(),
                Isolation.run(options.seed()));
    }

    private static Isolation.Options options(Properties properties, int calls, int concurrency) {
        String seed = properties.getProperty("isolation.seed", Integer.toString(new Random().nextInt(1_000_000_000)));
        if (!seed.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("-Disolation.seed is a whole number, not " + seed + ".");
        }
        return new Isolation.Options(
                positive(properties, "isolation.calls", calls),
                Math.min(positive(properties, "isolation.concurrency", concurrency), 1_000),
                Long.parseLong(seed));
    }

    private static int positive(Properties properties, String name, int otherwise) {
        String text = properties.getProperty(name, Integer.toString(otherwise));
        if (!text.matches("[1-9][0-9]{0,7}")) {
            throw new IllegalArgumentException("-D" + name + " is a positive whole number, not " + text + ".");
        }
        return Integer.parseInt(text);
    }

    private static void clear(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
