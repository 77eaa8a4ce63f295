package org.s2sgateway.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import org.s2sgateway.testing.ServerKind;

/**
 * What a run is told by system properties.
 *
 * @param only {@code bench.only}: the parts to run, all of them when it is absent
 * @param servers {@code bench.server}: {@code payara}, {@code wildfly} or {@code both}
 * @param time {@code bench.seconds}: how long each measurement takes
 * @param warmUp {@code bench.warmup}: a stretch of load before, in seconds, of which there are as many as it takes
 *     ({@link WarmUp}); twice the time when absent
 * @param runs {@code bench.runs}: how often each measurement is repeated
 * @param megabytes {@code bench.megabytes}: the size of a large body, in MiB
 * @param profile {@code bench.profile}: whether the servers are recorded under load
 */
record BenchOptions(
        Set<Part> only,
        List<ServerKind> servers,
        Duration time,
        Duration warmUp,
        int runs,
        int megabytes,
        boolean profile) {

    /** The medians of fewer runs are not quoted. */
    static final int QUOTABLE_RUNS = 5;

    /** In percent of all processors; what is measured while others take more is not quoted either. */
    static final double MOST_TAKEN_BY_OTHERS = 3;

    /** What can be measured by itself. */
    enum Part {
        THROUGHPUT,
        INFLIGHT,
        LARGE,
        LINKS
    }

    static BenchOptions from(Properties properties) throws CannotMeasure {
        int seconds = positive(properties, "bench.seconds", 10);
        return new BenchOptions(
                parts(properties.getProperty("bench.only", "")),
                servers(properties.getProperty("bench.server", "both")),
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(positive(properties, "bench.warmup", 2 * seconds)),
                positive(properties, "bench.runs", QUOTABLE_RUNS),
                positive(properties, "bench.megabytes", 1024),
                Boolean.parseBoolean(properties.getProperty("bench.profile", "false")));
    }

    private static Set<Part> parts(String text) throws CannotMeasure {
        if (text.isBlank()) {
            return EnumSet.allOf(Part.class);
        }
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (String name : text.split(",")) {
            try {
                parts.add(Part.valueOf(name.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException unknown) {
                throw new CannotMeasure("-Dbench.only takes some of "
                        + Arrays.toString(Part.values()).toLowerCase(Locale.ROOT) + ", not " + name.strip() + ".");
            }
        }
        return parts;
    }

    private static List<ServerKind> servers(String text) throws CannotMeasure {
        return switch (text) {
            case "payara" -> List.of(ServerKind.PAYARA);
            case "wildfly" -> List.of(ServerKind.WILDFLY);
            case "both" -> List.of(ServerKind.PAYARA, ServerKind.WILDFLY);
            default -> throw new CannotMeasure("-Dbench.server is payara, wildfly or both, not " + text + ".");
        };
    }

    private static int positive(Properties properties, String name, int otherwise) throws CannotMeasure {
        String text = properties.getProperty(name, Integer.toString(otherwise));
        if (!text.matches("[1-9][0-9]{0,5}")) {
            throw new CannotMeasure("-D" + name + " is a positive whole number, not " + text + ".");
        }
        return Integer.parseInt(text);
    }
}
