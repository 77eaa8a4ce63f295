package org.s2sgateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM logged of its collections ({@code -Xlog:gc}). */
record GcLog(Path file) {

    private static final Pattern COLLECTION = Pattern.compile("\\bPause .* (\\d+)M->(\\d+)M\\((\\d+)M\\)");

    String jvmOption() {
        return "-Xlog:gc:file=" + file.toAbsolutePath();
    }

    /** The fullest that the heap was seen before a collection, in MiB; NaN where there was none. */
    double fullest() throws IOException {
        return fullest(Files.readAllLines(file));
    }

    static double fullest(List<String> lines) {
        return lines.stream()
                .map(COLLECTION::matcher)
                .filter(Matcher::find)
                .mapToDouble(collection -> Double.parseDouble(collection.group(1)))
                .max()
                .orElse(Double.NaN);
    }
}
