package org.s2sgateway.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A recording of what a server's threads do while it is under load, its start left out ({@code jcmd JFR.start}). Closing
 * it writes the file and prints what was hot.
 */
final class FlightRecording implements AutoCloseable {

    private final long pid;
    private final Path file;
    private final PrintStream out;

    private FlightRecording(long pid, Path file, PrintStream out) {
        this.pid = pid;
        this.file = file.toAbsolutePath();
        this.out = out;
    }

    static FlightRecording start(long pid, Path file, PrintStream out) throws IOException, CannotMeasure {
        FlightRecording recording = new FlightRecording(pid, file, out);
        recording.jcmd("JFR.start", "name=bench", "settings=profile");
        return recording;
    }

    @Override
    public void close() throws IOException, CannotMeasure {
        jcmd("JFR.stop", "name=bench", "filename=\"" + file + "\"");
        HotMethods.of(file).print(out);
        out.println("The whole recording: " + file);
    }

    private void jcmd(String... arguments) throws IOException, CannotMeasure {
        Path program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(
                        program.toString(), Long.toString(pid), String.join(" ", List.of(arguments)))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!said.contains("Started recording") && !said.contains("Stopped recording")) {
            throw new CannotMeasure("The server cannot be recorded: " + said.strip());
        }
    }
}
