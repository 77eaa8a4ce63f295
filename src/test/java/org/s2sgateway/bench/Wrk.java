package org.s2sgateway.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator wrk: it takes far less of the processors than anything in Java. */
record Wrk(Tool tool, Path folder) implements Load {

    private static final Pattern RESULT =
            Pattern.compile("RESULT requests=(\\d+) micros=(\\d+) status=(\\d+) broken=(\\d+)");

    static Optional<Load> find(Path folder) throws InterruptedException {
        return Tool.find("wrk", folder, "wrk", "libluajit-5.1-2").map(tool -> new Wrk(tool, folder));
    }

    @Override
    public Tally run(Target target, int connections, Duration time)
            throws IOException, InterruptedException, CannotMeasure {
        Path script = Files.writeString(folder.resolve("wrk.lua"), script(target));
        Process process = tool.command(List.of(
                        "--threads=2",
                        "--connections=" + connections,
                        "--duration=" + time.toSeconds() + "s",
                        "--timeout=60s",
                        "--script=" + script.toAbsolutePath(),
                        target.address().toString()))
                .redirectErrorStream(true)
                .start();
        String output;
        try {
            output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
        } finally {
            process.destroyForcibly();
        }
        return tally(output);
    }

    static Tally tally(String output) throws CannotMeasure {
        Matcher result = RESULT.matcher(output);
        if (!result.find()) {
            throw new CannotMeasure("wrk said: " + output.strip());
        }
        long answers = Long.parseLong(result.group(1));
        long refused = Long.parseLong(result.group(3));
        return new Tally(
                answers - refused,
                refused,
                Long.parseLong(result.group(4)),
                Duration.ofNanos(1_000 * Long.parseLong(result.group(2))));
    }

    // wrk counts a status of 400 and above; nothing that is measured answers below that with anything but 200.
    static String script(Target target) {
        StringBuilder script = new StringBuilder("local requests = {}\nlocal next = 0\n");
        target.headers()
                .forEach((name, value) -> script.append("wrk.headers[%s] = %s%n".formatted(lua(name), lua(value))));
        script.append("function init()\n");
        target.paths()
                .forEach(path ->
                        script.append("  requests[#requests + 1] = wrk.format(\"GET\", %s)%n".formatted(lua(path))));
        return script.append(
                        """
                        end
                        function request()
                          next = next + 1
                          return requests[next % #requests + 1]
                        end
                        function done(summary)
                          local e = summary.errors
                          io.write(string.format("RESULT requests=%d micros=%d status=%d broken=%d\\n",
                            summary.requests, summary.duration, e.status, e.connect + e.read + e.write + e.timeout))
                        end
                        """)
                .toString();
    }

    private static String lua(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
