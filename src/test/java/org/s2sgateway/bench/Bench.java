package org.s2sgateway.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * {@code ./mvnw -Pbench}: measures the gateway on both servers beside its peers, writes {@code target/bench/*.json} and
 * prints a table. To be started in the project's folder. Takes most of an hour; starts and stops all that it needs, and
 * ends with status 1 when something could not be measured. What it is told by {@code -Dbench.*} is in docs/performance.md.
 */
public final class Bench {

    private static final Path FOLDER = Path.of("target", "bench");

    // Held, or their levels are forgotten.
    private static final List<Logger> CHATTY = Stream.of("org.xnio", "org.jboss", "io.undertow")
            .map(Logger::getLogger)
            .toList();

    private Bench() {}

    public static void main(String[] arguments) {
        CHATTY.forEach(logger -> logger.setLevel(Level.WARNING));
        System.exit(run(System.out));
    }

    private static int run(PrintStream out) {
        try {
            Files.createDirectories(FOLDER);
            BenchOptions options = BenchOptions.from(System.getProperties());
            Report report = new Report(FOLDER, options);
            boolean whole = true;
            for (BenchOptions.Part part : options.only()) {
                whole &= add(report, part, options, out);
            }
            report.print(out);
            return whole ? 0 : 1;
        } catch (CannotMeasure | IOException e) {
            out.println("Nothing is measured. " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /** A part that fails does not take the others along. */
    private static boolean add(Report report, BenchOptions.Part part, BenchOptions options, PrintStream out)
            throws IOException, InterruptedException {
        Path folder = FOLDER.resolve(part.name().toLowerCase(Locale.ROOT));
        out.printf("%n%s%n", part);
        try {
            report.add(
                    part,
                    switch (part) {
                        case THROUGHPUT -> new Throughput(options, folder, out).measure();
                        case INFLIGHT -> new InFlight(options, folder, out).measure();
                        case LARGE -> new LargeBodies(options, folder, out).measure();
                        case LINKS -> new LinkCost(options, folder, out).measure();
                    });
            return true;
        } catch (CannotMeasure | IOException | IllegalStateException e) {
            out.println(part + " is not measured. " + e);
            return false;
        }
    }
}
