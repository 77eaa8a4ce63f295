package org.s2sgateway.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What the server of this run has logged so far. */
final class ServerLog {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ServerLog() {}

    /** The lines with this text, as soon as there is one; none if it does not come. */
    static List<String> linesWith(String text) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        List<String> lines = find(text);
        while (lines.isEmpty() && Instant.now().isBefore(end)) {
            Thread.sleep(200);
            lines = find(text);
        }
        return lines;
    }

    private static List<String> find(String text) throws IOException {
        try (Stream<String> lines = Files.lines(file(), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains(text)).toList();
        }
    }

    private static Path file() {
        Path folder = Path.of(System.getProperty("it.folder"));
        return folder.resolve("gateway").resolve("server.log");
    }
}
