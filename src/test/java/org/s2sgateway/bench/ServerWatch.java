package org.s2sgateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Looks at a process four times a second and keeps the most it had. Where there is no {@code /proc} it sees nothing, and
 * all figures are NaN.
 */
final class ServerWatch implements AutoCloseable {

    private static final int BETWEEN_LOOKS_MILLIS = 250;

    private final Path status;
    private final Thread thread = new Thread(this::watch, "server-watch");
    private volatile boolean over;
    private volatile double threads = Double.NaN;
    private volatile double residentMegabytes = Double.NaN;

    ServerWatch(long pid) {
        this.status = Path.of("/proc", Long.toString(pid), "status");
        thread.setDaemon(true);
        thread.start();
    }

    double mostThreads() {
        return threads;
    }

    /** In MiB. */
    double mostResident() {
        return residentMegabytes;
    }

    @Override
    public void close() {
        over = true;
        thread.interrupt();
    }

    private void watch() {
        while (!over) {
            try {
                look(Files.readAllLines(status));
                Thread.sleep(BETWEEN_LOOKS_MILLIS);
            } catch (IOException | InterruptedException ended) {
                return;
            }
        }
    }

    private void look(List<String> lines) {
        for (String line : lines) {
            if (line.startsWith("Threads:")) {
                threads = most(threads, number(line));
            } else if (line.startsWith("VmRSS:")) {
                residentMegabytes = most(residentMegabytes, number(line) / 1024);
            }
        }
    }

    private static double most(double known, double seen) {
        return Double.isNaN(known) ? seen : Math.max(known, seen);
    }

    private static double number(String line) {
        return Double.parseDouble(line.replaceAll("[^0-9]", ""));
    }
}
