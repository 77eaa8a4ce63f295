package org.s2sgateway.isolation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.s2sgateway.testing.SecretSearch;
import org.s2sgateway.testing.ServerFiles;
import org.s2sgateway.testing.ServerKind;

/** The suite against a gateway of its own, whose log is looked into afterwards. */
public final class LocalRun {

    private static final int CONCURRENCY = 24;
    /** Of the calls, at least one in so many goes to an environment and leaves a line. */
    private static final int LOGGED = 3;

    private LocalRun() {}

    /** Runs on the server of these integration tests, and throws what there is to be said if anything crosses. */
    public static void mustFindNothing(int calls, long seed) throws IOException, InterruptedException {
        Path folder = Path.of(System.getProperty("it.folder"), "isolation").toAbsolutePath();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);
        Tally tally = run(
                ServerKind.ofThisRun(),
                ServerFiles.ofThisRun(),
                folder,
                new Isolation.Options(calls, CONCURRENCY, seed),
                out);
        String table = text.toString(StandardCharsets.UTF_8);
        // For whoever reads the report.
        System.out.println(table);
        if (!tally.findings().isEmpty() || tally.calls() < calls) {
            throw new AssertionError(table);
        }
    }

    /** @param folder a new one; it keeps the gateway's log */
    static Tally run(ServerKind kind, ServerFiles files, Path folder, Isolation.Options options, PrintStream out)
            throws IOException, InterruptedException {
        try (LocalWorld world = LocalWorld.start(kind, files, folder)) {
            IsolationMain.announce(world.deployment(), options, out);
            Instant began = Instant.now();
            Tally tally = new Isolation(world.deployment(), options, world.client()).run();
            double seconds = Duration.between(began, Instant.now()).toMillis() / 1000.0;
            logs(world, options, tally, out);
            tally.print(out, options.seed(), seconds);
            return tally;
        }
    }

    private static void logs(LocalWorld world, Isolation.Options options, Tally tally, PrintStream out)
            throws IOException {
        LogLines lines = new LogLines(world.deployment(), Isolation.run(options.seed())).read(world.folder());
        lines.findings().forEach(tally::found);
        if (lines.lines() < options.calls() / LOGGED) {
            tally.found(new Finding(Crossing.LOG, "the whole run", "has " + lines.lines() + " lines in the log only"));
        }
        new SecretSearch(world.folder())
                .find(world.spokenSecrets())
                .forEach(place -> tally.found(new Finding(Crossing.TOKEN, place, "a secret or a token is in the log")));
        out.printf("%n%d lines of the gateway's log looked at%n", lines.lines());
    }
}
