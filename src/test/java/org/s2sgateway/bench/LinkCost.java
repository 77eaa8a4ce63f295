package org.s2sgateway.bench;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What mapping links costs, by JMH: in a JVM of its own, which has nothing else to do. */
final class LinkCost {

    private static final String BENCHMARK = "org.s2sgateway.bench.LinkMappingBench";

    private final BenchOptions options;
    private final Path folder;
    private final PrintStream out;

    LinkCost(BenchOptions options, Path folder, PrintStream out) {
        this.options = options;
        this.folder = folder;
        this.out = out;
    }

    List<Measurement> measure() throws IOException, InterruptedException, CannotMeasure {
        if (LinkCost.class.getResource("LinkMappingBench.class") == null) {
            out.println("There is no link mapping here yet: it is left out.");
            return List.of();
        }
        Files.createDirectories(folder);
        Path result = folder.resolve("jmh.json").toAbsolutePath();
        out.println("Link mapping, by JMH; its own output is in " + folder.resolve("jmh.log") + " ...");
        ProcessorTime before = ProcessorTime.now();
        Process process = new ProcessBuilder(command(result))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("jmh.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "stop-jmh"));
        if (process.waitFor() != 0) {
            throw new CannotMeasure("JMH failed, see " + folder.resolve("jmh.log"));
        }
        try (InputStream in = Files.newInputStream(result);
                JsonReader reader = Json.createReader(in)) {
            double others = ProcessorTime.now().takenByOthersSince(before);
            return measurements(reader.readArray()).stream()
                    .map(it -> it.others(others))
                    .toList();
        }
    }

    /** A repetition is a fork of JMH: a JVM of its own, whose compiler decides anew. */
    private List<String> command(Path result) throws CannotMeasure {
        String seconds = options.time().toSeconds() + "s";
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(),
                "org.openjdk.jmh.Main",
                BENCHMARK,
                "-f",
                Integer.toString(options.runs()),
                "-wi",
                "2",
                "-w",
                seconds,
                "-i",
                "1",
                "-r",
                seconds,
                "-foe",
                "true",
                "-rf",
                "json",
                "-rff",
                result.toString());
    }

    // Maven runs this in a class loader; java.class.path is Maven's own.
    private static String classPath() throws CannotMeasure {
        List<String> entries = new ArrayList<>();
        if (LinkCost.class.getClassLoader() instanceof URLClassLoader loader) {
            for (URL url : loader.getURLs()) {
                try {
                    entries.add(Path.of(url.toURI()).toString());
                } catch (URISyntaxException e) {
                    throw new CannotMeasure("This is no class path: " + url);
                }
            }
        }
        return entries.isEmpty()
                ? System.getProperty("java.class.path")
                : String.join(System.getProperty("path.separator"), entries);
    }

    static List<Measurement> measurements(JsonArray jmh) {
        return jmh.getValuesAs(JsonObject.class).stream()
                .map(LinkCost::measurement)
                .toList();
    }

    private static Measurement measurement(JsonObject benchmark) {
        JsonObject metric = benchmark.getJsonObject("primaryMetric");
        List<Double> runs = metric.getJsonArray("rawData").getValuesAs(JsonArray.class).stream()
                .map(fork -> Numbers.median(fork.getValuesAs(JsonNumber.class).stream()
                        .map(JsonNumber::doubleValue)
                        .toList()))
                .toList();
        String name = benchmark.getString("benchmark");
        String parameters =
                benchmark.getOrDefault("params", JsonValue.EMPTY_JSON_OBJECT).asJsonObject().entrySet().stream()
                        .map(Map.Entry::getValue)
                        .map(value -> value.toString().replace("\"", ""))
                        .collect(Collectors.joining(", "));
        return Measurement.of(
                "",
                "links, " + name.substring(name.lastIndexOf('.') + 1) + (parameters.isEmpty() ? "" : ", " + parameters),
                metric.getString("scoreUnit"),
                runs);
    }
}
