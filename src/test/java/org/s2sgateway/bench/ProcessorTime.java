package org.s2sgateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Who used the processors up to now, in the kernel's ticks: everybody, and this process with all that it started. What
 * others took while something was measured was taken from that. Source: proc(5); where there is no {@code /proc}, all NaN.
 *
 * @param all of all processors, idle or not
 * @param busy of these, not idle
 * @param own of these, for this process and its descendants, ended ones too
 */
record ProcessorTime(double all, double busy, double own) {

    private static final ProcessorTime UNKNOWN = new ProcessorTime(Double.NaN, Double.NaN, Double.NaN);

    static ProcessorTime now() {
        try {
            String total = Files.readAllLines(Path.of("/proc/stat")).get(0);
            double own = Stream.concat(
                            Stream.of(ProcessHandle.current()),
                            ProcessHandle.current().descendants())
                    .mapToDouble(process -> own(process.pid()))
                    .sum();
            return of(total, own);
        } catch (IOException noProc) {
            return UNKNOWN;
        }
    }

    /** The share of all processors that others took since then, in percent. */
    double takenByOthersSince(ProcessorTime earlier) {
        double others = busy - earlier.busy - (own - earlier.own);
        return Math.max(0, 100 * others / (all - earlier.all));
    }

    /** Reads the line {@code cpu user nice system idle iowait irq softirq steal ...}; guest time is in user already. */
    static ProcessorTime of(String total, double own) {
        String[] fields = total.trim().split("\\s+");
        double all = 0;
        for (int i = 1; i < Math.min(fields.length, 9); i++) {
            all += Double.parseDouble(fields[i]);
        }
        double idle = Double.parseDouble(fields[4]) + Double.parseDouble(fields[5]);
        return new ProcessorTime(all, all - idle, own);
    }

    /** utime, stime, and both of the children that it has waited for. */
    static double ticks(String stat) {
        // The name in parentheses may hold anything, blanks too.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Stream.of(fields[11], fields[12], fields[13], fields[14])
                .mapToDouble(Double::parseDouble)
                .sum();
    }

    private static double own(long pid) {
        try {
            return ticks(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
        } catch (IOException ended) {
            return 0;
        }
    }
}
