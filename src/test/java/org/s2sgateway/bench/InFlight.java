package org.s2sgateway.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.s2sgateway.testing.ServerKind;

/**
 * 2,000 calls under way, over 50 environments that take a second to answer: 40 for each. The ideal is 2,000 a second. The
 * upstream is a Java program in this process.
 */
final class InFlight {

    private static final int CALLS = 2_000;
    private static final int ENVIRONMENTS = 50;
    private static final double IDEAL = (double) CALLS / JavaUpstream.SECONDS_TO_ANSWER;

    /** Enough to make 2,000 connections in, and for the first calls to have come back. */
    private static final Duration RAMP = Duration.ofSeconds(4);

    private final BenchOptions options;
    private final Path folder;
    private final PrintStream out;

    InFlight(BenchOptions options, Path folder, PrintStream out) {
        this.options = options;
        this.folder = folder;
        this.out = out;
    }

    @SuppressWarnings("try") // The upstream only has to run.
    List<Measurement> measure() throws IOException, InterruptedException, CannotMeasure {
        List<Measurement> all = new ArrayList<>();
        try (World world = World.start(folder, ENVIRONMENTS);
                JavaUpstream upstream = JavaUpstream.start(world, 0)) {
            for (ServerKind kind : options.servers()) {
                Servers servers = new Servers(kind, folder.resolve(Servers.name(kind)));
                out.println("Starting " + servers.name() + ", and registering " + ENVIRONMENTS + " environments ...");
                try (Gateway gateway = servers.gateway(world, "512m")) {
                    all.addAll(measure(servers.name(), gateway));
                }
            }
        }
        return all;
    }

    private List<Measurement> measure(String server, Gateway gateway)
            throws IOException, InterruptedException, CannotMeasure {
        Target target = gateway.target(JavaUpstream.SLOW_PATH);
        List<Double> rates = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        double others = 0;
        ThreadLoad load = new ThreadLoad(RAMP);
        new WarmUp(load, options, out).run(target, CALLS);
        try (ServerWatch watch = new ServerWatch(gateway.pid())) {
            for (int run = 1; run <= options.runs(); run++) {
                out.println("Calls in flight on " + server + ", run " + run + " of " + options.runs() + " ...");
                ProcessorTime before = ProcessorTime.now();
                Tally tally = load.run(target, CALLS, options.time());
                others = Math.max(others, ProcessorTime.now().takenByOthersSince(before));
                rates.add(tally.perSecond());
                if (!tally.failures().isEmpty()) {
                    failures.add(tally.failures());
                }
            }
            String what = CALLS + " calls in flight, 1 s each, " + ENVIRONMENTS + " environments";
            return List.of(
                    Measurement.of(server, what, "1/s", rates)
                            .beside(Map.of("of the ideal", Numbers.median(rates) / IDEAL))
                            .remark(String.join("; ", failures))
                            .others(others),
                    Measurement.of(server, what + ": most threads", "", List.of(watch.mostThreads())),
                    Measurement.of(server, what + ": most memory", "MiB", List.of(watch.mostResident())),
                    Measurement.of(
                            server,
                            what + ": fullest heap of 512",
                            "MiB",
                            List.of(gateway.collections().fullest())));
        }
    }
}
