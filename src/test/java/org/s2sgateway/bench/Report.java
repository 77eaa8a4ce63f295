package org.s2sgateway.bench;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a run has found: a file for each part, and one table for the person at the console. */
final class Report {

    private final Path folder;
    private final BenchOptions options;
    private final List<Measurement> all = new ArrayList<>();

    Report(Path folder, BenchOptions options) {
        this.folder = folder;
        this.options = options;
    }

    /** Writes {@code <part>.json} and keeps the lines for the table. */
    void add(BenchOptions.Part part, List<Measurement> measurements) throws IOException {
        all.addAll(measurements);
        String name = part.name().toLowerCase(Locale.ROOT);
        try (Writer file = Files.newBufferedWriter(folder.resolve(name + ".json"));
                JsonWriter writer = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
                        .createWriter(file)) {
            writer.writeObject(json(name, measurements));
        }
    }

    void print(PrintStream out) {
        String line = "%-62s %-8s %12s %-6s %-19s %s%n";
        out.printf(Locale.ROOT, "%n" + line, "", "", "median", "", "lowest - highest", "beside the same run's");
        for (Measurement it : all) {
            out.printf(
                    Locale.ROOT,
                    line,
                    it.what(),
                    it.server(),
                    figure(it.median()),
                    it.unit(),
                    figure(it.lowest()) + " - " + figure(it.highest()),
                    (comparisons(it) + "  " + it.remark() + "  " + disturbance(it)).strip());
        }
        out.printf(
                "%n%d x %d s, after stretches of %d s until it was warm, %d processors, Java %s.%s%n%n",
                options.runs(),
                options.time().toSeconds(),
                options.warmUp().toSeconds(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                caution());
    }

    private JsonObject json(String part, List<Measurement> measurements) {
        JsonArrayBuilder lines = Json.createArrayBuilder();
        measurements.forEach(it -> lines.add(json(it)));
        return Json.createObjectBuilder()
                .add("part", part)
                .add("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .add("processors", Runtime.getRuntime().availableProcessors())
                .add("java", Runtime.version().toString())
                .add("runs", options.runs())
                .add("seconds", options.time().toSeconds())
                .add("warmUpSeconds", options.warmUp().toSeconds())
                .add("measurements", lines)
                .build();
    }

    private static JsonObjectBuilder json(Measurement it) {
        JsonArrayBuilder runs = Json.createArrayBuilder();
        it.runs().stream().filter(run -> !run.isNaN()).forEach(runs::add);
        JsonObjectBuilder beside = Json.createObjectBuilder();
        it.beside().forEach(beside::add);
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("server", it.server())
                .add("what", it.what())
                .add("unit", it.unit())
                .add("runs", runs)
                .add("beside", beside)
                .add("remark", it.remark());
        // JSON knows no NaN.
        number(json, "median", it.median());
        return number(json, "othersPercent", it.others());
    }

    private static boolean isDisturbed(Measurement it) {
        return it.others() > BenchOptions.MOST_TAKEN_BY_OTHERS;
    }

    private static String disturbance(Measurement it) {
        return isDisturbed(it) ? String.format(Locale.ROOT, "(others took %.0f %%)", it.others()) : "";
    }

    /** Why these figures say little; empty where they are good. */
    private String caution() {
        StringBuilder caution = new StringBuilder();
        if (options.runs() < BenchOptions.QUOTABLE_RUNS) {
            caution.append(" Fewer than " + BenchOptions.QUOTABLE_RUNS + " runs: not to be quoted.");
        }
        if (all.stream().anyMatch(Report::isDisturbed)) {
            caution.append(" The machine did other things, too: not to be quoted.");
        }
        return caution.toString();
    }

    private static String comparisons(Measurement it) {
        return it.beside().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(other -> String.format(Locale.ROOT, "%.2f %s", other.getValue(), other.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static JsonObjectBuilder number(JsonObjectBuilder json, String name, double value) {
        return Double.isNaN(value) ? json.addNull(name) : json.add(name, value);
    }

    private static String figure(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
    }
}
