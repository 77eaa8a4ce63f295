package org.s2sgateway.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.s2sgateway.testing.ServerKind;
import org.s2sgateway.testing.ServerProcess;

/**
 * A 2.3 KB answer over TLS: of the upstream itself, through nginx, through the gateway, and of a resource of the same
 * server that does nothing. Requests per second of 64 connections, and then latencies at half of what the gateway
 * reached. The peers take turns, so that whatever else the machine does meets all of them.
 */
final class Throughput {

    private static final int CONNECTIONS = 64;

    /** Two, since the gateway lets 48 calls at a time into one. */
    private static final int ENVIRONMENTS = 2;

    private static final String DIRECT = "upstream asked directly";
    private static final String NGINX = "nginx as the proxy";
    private static final String NOTHING = "a resource that does nothing";
    private static final String GATEWAY = "the gateway";

    private final BenchOptions options;
    private final Path folder;
    private final PrintStream out;
    private final Load load;

    Throughput(BenchOptions options, Path folder, PrintStream out) throws InterruptedException {
        this.options = options;
        this.folder = folder;
        this.out = out;
        Optional<Load> wrk = Wrk.find(folder.getParent());
        if (wrk.isEmpty()) {
            out.println(
                    "There is no wrk, and none to be had: the load is made in Java, which takes more of the processors.");
        }
        this.load = wrk.orElse(new ThreadLoad(Duration.ofMillis(200)));
    }

    @SuppressWarnings("try") // The upstream only has to run.
    List<Measurement> measure() throws IOException, InterruptedException, CannotMeasure {
        List<Measurement> all = new ArrayList<>();
        try (World world = World.start(folder, ENVIRONMENTS)) {
            Optional<Nginx> nginx = Nginx.start(world, folder.resolve("nginx"));
            if (nginx.isPresent()) {
                try (Nginx running = nginx.get()) {
                    all.addAll(measure(world, Optional.of(proxy(running))));
                }
            } else {
                out.println(
                        "There is no nginx, and none to be had: it is left out, and the upstream is a Java program.");
                try (JavaUpstream running = JavaUpstream.start(world, 0)) {
                    all.addAll(measure(world, Optional.empty()));
                }
            }
        }
        return all;
    }

    private List<Measurement> measure(World world, Optional<Target> proxy)
            throws IOException, InterruptedException, CannotMeasure {
        List<Measurement> all = new ArrayList<>();
        for (ServerKind kind : options.servers()) {
            Servers servers = new Servers(kind, folder.resolve(Servers.name(kind)));
            out.println("Starting " + servers.name() + " twice: with the gateway, and with what does nothing ...");
            try (Gateway gateway = servers.gateway(world, "512m");
                    ServerProcess nothing = servers.nothing()) {
                Map<String, Target> targets = new LinkedHashMap<>();
                targets.put(DIRECT, direct(world));
                proxy.ifPresent(it -> targets.put(NGINX, it));
                targets.put(NOTHING, nothing(nothing));
                targets.put(GATEWAY, gateway.target(SmallAnswer.PATH));
                Gateway.mustAnswer(List.copyOf(targets.values()), SmallAnswer.LENGTH);
                all.addAll(measure(servers.name(), gateway, targets));
            }
        }
        return all;
    }

    private List<Measurement> measure(String server, Gateway gateway, Map<String, Target> targets)
            throws IOException, InterruptedException, CannotMeasure {
        WarmUp warmUp = new WarmUp(load, options, out);
        for (String each : List.of(GATEWAY, NOTHING)) {
            warmUp.run(targets.get(each), CONNECTIONS);
        }
        List<Measurement> rates = rates(server, gateway, targets);
        double reached = rates.get(rates.size() - 1).median();
        targets.remove(NOTHING);
        List<Measurement> all = new ArrayList<>(rates);
        all.addAll(latencies(server, targets, reached / 2));
        return all;
    }

    @SuppressWarnings("try") // The recording only has to run.
    private List<Measurement> rates(String server, Gateway gateway, Map<String, Target> targets)
            throws IOException, InterruptedException, CannotMeasure {
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        Map<String, String> failures = new LinkedHashMap<>();
        Map<String, Double> others = new LinkedHashMap<>();
        try (AutoClose recording = profile(server, gateway)) {
            for (int run = 1; run <= options.runs(); run++) {
                out.println("Requests per second on " + server + ", run " + run + " of " + options.runs() + " ...");
                for (Map.Entry<String, Target> target : targets.entrySet()) {
                    ProcessorTime before = ProcessorTime.now();
                    Tally tally = load.run(target.getValue(), CONNECTIONS, options.time());
                    others.merge(target.getKey(), ProcessorTime.now().takenByOthersSince(before), Math::max);
                    rates.computeIfAbsent(target.getKey(), same -> new ArrayList<>())
                            .add(tally.perSecond());
                    failures.merge(target.getKey(), tally.failures(), String::concat);
                }
            }
        }
        List<Measurement> lines = new ArrayList<>();
        rates.forEach((what, runs) -> lines.add(Measurement.of(server, "2.3 KB, " + what, "1/s", runs)
                .remark(failures.get(what))
                .others(others.get(what))));
        Measurement ours = lines.remove(lines.size() - 1);
        Map<String, Double> beside = new TreeMap<>();
        rates.forEach((what, runs) -> {
            if (!what.equals(GATEWAY)) {
                beside.put("of " + what, ours.median() / Numbers.median(runs));
            }
        });
        lines.add(ours.beside(beside));
        return lines;
    }

    private List<Measurement> latencies(String server, Map<String, Target> targets, double perSecond)
            throws IOException, InterruptedException, CannotMeasure {
        Map<String, List<FixedRate.Latencies>> latencies = new LinkedHashMap<>();
        Map<String, Double> others = new LinkedHashMap<>();
        for (int run = 1; run <= options.runs(); run++) {
            out.println("Latencies on " + server + ", run " + run + " of " + options.runs() + " ...");
            for (Map.Entry<String, Target> target : targets.entrySet()) {
                ProcessorTime before = ProcessorTime.now();
                latencies
                        .computeIfAbsent(target.getKey(), same -> new ArrayList<>())
                        .add(new FixedRate(target.getValue(), CONNECTIONS).run(perSecond, options.time()));
                others.merge(target.getKey(), ProcessorTime.now().takenByOthersSince(before), Math::max);
            }
        }
        List<Measurement> lines = new ArrayList<>();
        for (double percent : List.of(50.0, 99.0)) {
            double direct = Numbers.median(millis(latencies.get(DIRECT), percent));
            latencies.forEach((what, runs) -> {
                Measurement line = Measurement.of(
                        server,
                        "2.3 KB, %s, p%.0f at %.0f/s".formatted(what, percent, perSecond),
                        "ms",
                        millis(runs, percent));
                long failed =
                        runs.stream().mapToLong(FixedRate.Latencies::failed).sum();
                Measurement complete =
                        line.remark(failed == 0 ? "" : failed + " refused").others(others.get(what));
                lines.add(
                        what.equals(DIRECT)
                                ? complete
                                : complete.beside(Map.of("ms more than directly", line.median() - direct)));
            });
        }
        return lines;
    }

    private AutoClose profile(String server, Gateway gateway) throws IOException, CannotMeasure {
        if (!options.profile()) {
            return () -> {};
        }
        FlightRecording recording =
                FlightRecording.start(gateway.pid(), folder.getParent().resolve(server + ".jfr"), out);
        return recording::close;
    }

    /** What a try block may end. */
    private interface AutoClose extends AutoCloseable {
        @Override
        void close() throws IOException, CannotMeasure;
    }

    private static List<Double> millis(List<FixedRate.Latencies> runs, double percent) {
        return runs.stream().map(run -> run.millis(percent)).toList();
    }

    private Target direct(World world) {
        return new Target(
                DIRECT,
                URI.create("https://" + world.hosts().get(0)),
                List.of(SmallAnswer.PATH),
                withSomeToken(),
                Optional.of(world.trustingTls()));
    }

    private Target proxy(Nginx nginx) {
        return new Target(
                NGINX,
                URI.create("http://localhost:" + nginx.proxyPort()),
                List.of(SmallAnswer.PATH),
                withSomeToken(),
                Optional.empty());
    }

    private Target nothing(ServerProcess server) {
        return new Target(NOTHING, server.address(), List.of("/nothing/accounts"), withSomeToken(), Optional.empty());
    }

    // As long as a real one: everybody has as many bytes to read.
    private static Map<String, String> withSomeToken() {
        Map<String, String> headers = new TreeMap<>(SmallAnswer.requestHeaders());
        headers.put("Authorization", "Bearer " + "x".repeat(1_000));
        return headers;
    }
}
