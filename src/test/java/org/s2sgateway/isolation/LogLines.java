package org.s2sgateway.isolation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The gateway's lines of this run's calls: each may name the consumer and the environment of its call alone. */
final class LogLines {

    private static final Pattern LINE = Pattern.compile(
            "(\\S+) [A-Z]+ (\\S+): .*client request (iso\\.([0-9a-f]{6})\\.([a-z0-9_-]+)\\.([a-z0-9_-]+)\\.\\d+), trace ([0-9a-f-]+)");

    private final Deployment deployment;
    private final String run;
    private final List<Finding> findings = new ArrayList<>();
    private int lines;

    LogLines(Deployment deployment, String run) {
        this.deployment = deployment;
        this.run = run;
    }

    /** Reads every log below the folder. */
    LogLines read(Path folder) throws IOException {
        List<Path> logs;
        try (Stream<Path> files = Files.walk(folder)) {
            logs = files.filter(file -> file.getFileName().toString().endsWith(".log"))
                    .toList();
        }
        for (Path log : logs) {
            try (Stream<String> text = Files.lines(log, StandardCharsets.ISO_8859_1)) {
                text.forEach(this::look);
            }
        }
        return this;
    }

    void look(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.find() || !matcher.group(4).equals(run)) {
            return;
        }
        lines++;
        String id = matcher.group(3);
        String consumer = matcher.group(5);
        String place = matcher.group(6);
        boolean own = deployment.consumers().stream()
                .anyMatch(any -> any.name().equals(consumer) && any.clientId().equals(matcher.group(1)));
        boolean there = place.equals("-")
                ? deployment.site(matcher.group(2)).isEmpty()
                : deployment
                        .site(matcher.group(2))
                        .map(site -> site.name().equals(place))
                        .orElse(false);
        long number = Long.parseLong(id.substring(id.lastIndexOf('.') + 1));
        if (!own || !there || !matcher.group(7).equals(Asking.trace(run, number))) {
            findings.add(new Finding(Crossing.LOG, id, line));
        }
    }

    /** How many lines of this run's calls there were. */
    int lines() {
        return lines;
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }
}
