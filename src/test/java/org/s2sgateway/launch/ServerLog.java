package org.s2sgateway.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the server prints: all of it to a file, and to the console what concerns the person there, which is the gateway's
 * own lines from the given level on and everybody's warnings. Stack traces stay in the file.
 */
final class ServerLog {

    /** Which of the gateway's own lines the console gets. */
    enum Own {
        ALL,
        WARNINGS
    }

    // As server-config/payara-micro/logging.properties writes it.
    private static final Pattern RECORD =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT(\\d\\d:\\d\\d:\\d\\d)\\S* (\\w+) +\\[([^\\]]+)\\] (.*)");
    private static final Pattern STACK_TRACE =
            Pattern.compile("\\s+at .*|\\s*\\.\\.\\. \\d+ more|\\s*Caused by: .*|\\s*Suppressed: .*");
    private static final Pattern SERVER_IS_UP = Pattern.compile("Payara Micro .* ready in .*");

    private static final Set<String> WARNINGS = Set.of("WARNING", "SEVERE");

    private final Path file;
    private final PrintStream console;
    private final Own own;
    private boolean shown;
    private volatile boolean serverIsUp;

    ServerLog(Path file, PrintStream console, Own own) {
        this.file = file;
        this.console = console;
        this.own = own;
    }

    @Override
    public String toString() {
        return file.toString();
    }

    /** Whether the server said that it is up, with the application or without. */
    boolean serverIsUp() {
        return serverIsUp;
    }

    /** Reads to the end. */
    void drain(InputStream output) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8));
                Writer copy = Files.newBufferedWriter(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                copy.write(line + System.lineSeparator());
                copy.flush();
                show(line);
            }
        }
    }

    private void show(String line) {
        Matcher matcher = RECORD.matcher(line);
        if (matcher.matches()) {
            String level = matcher.group(2);
            serverIsUp |= SERVER_IS_UP.matcher(matcher.group(4)).matches();
            boolean ours = matcher.group(3).startsWith("org.s2sgateway.");
            shown = WARNINGS.contains(level) || ours && own == Own.ALL;
            if (shown) {
                String origin = ours ? "" : "[" + matcher.group(3) + "] ";
                console.println("%s %-7s %s%s".formatted(matcher.group(1), level, origin, matcher.group(4)));
            }
        } else if (shown && !line.isBlank() && !STACK_TRACE.matcher(line).matches()) {
            console.println("                 " + line);
        }
    }
}
