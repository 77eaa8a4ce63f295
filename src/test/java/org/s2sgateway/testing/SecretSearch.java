package org.s2sgateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds secrets in what a run has logged: every log below a folder and what its tests printed. A token is found by any
 * of its parts, a secret also as it stands in a form or a URL.
 */
public final class SecretSearch {

    private static final Pattern LOG = Pattern.compile(".*\\.log(\\.\\d+)?|.*-output\\.txt");
    private static final Pattern TOKEN = Pattern.compile("[\\w-]{10,}\\.[\\w-]{10,}\\.[\\w-]{10,}");

    private final Path folder;

    public SecretSearch(Path folder) {
        this.folder = folder;
    }

    /** All logs of the run. */
    public List<Path> logs() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> LOG.matcher(file.getFileName().toString()).matches())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** {@code file:line} of every line that gives a secret away, without the line. */
    public List<String> find(Collection<String> secrets) {
        List<String> traces =
                secrets.stream().flatMap(SecretSearch::traces).distinct().toList();
        return logs().stream().flatMap(log -> find(log, traces)).toList();
    }

    private Stream<String> find(Path log, List<String> traces) {
        try {
            // Byte for byte: a log may hold what is no UTF-8.
            List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
            return Stream.iterate(0, index -> index < lines.size(), index -> index + 1)
                    .filter(index -> traces.stream().anyMatch(lines.get(index)::contains))
                    .map(index -> folder.relativize(log) + ":" + (index + 1));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Stream<String> traces(String secret) {
        if (TOKEN.matcher(secret).matches()) {
            // The header is the same in every token and tells nothing.
            return Arrays.stream(secret.split("\\.")).skip(1);
        }
        return Stream.of(secret, URLEncoder.encode(secret, StandardCharsets.UTF_8));
    }
}
