package org.s2sgateway.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/** Where the time of a recording went, and what filled the heap. Samples of Java code only: the kernel's part is missing. */
final class HotMethods {

    private static final int MOST_SHOWN = 30;
    private static final String OURS = "org.s2sgateway.";

    private final Map<String, Long> running = new HashMap<>();
    private final Map<String, Long> below = new HashMap<>();
    private final Map<String, Long> threads = new HashMap<>();
    private final Map<String, Long> allocated = new HashMap<>();
    private final Map<String, Long> allocators = new HashMap<>();
    private final Map<String, Long> locks = new HashMap<>();
    private long samples;
    private long bytes;
    private long waited;

    private HotMethods() {}

    static HotMethods of(Path recording) throws IOException {
        HotMethods methods = new HotMethods();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                methods.add(file.readEvent());
            }
        }
        return methods;
    }

    void print(PrintStream out) {
        print(out, "Hot methods, by samples on top of the stack", running, samples);
        print(out, "Methods of the gateway, with all that they call", below, samples);
        print(out, "Threads, by samples", threads, samples);
        print(out, "Locks that were waited for, by where and how long", locks, waited);
        print(out, "Allocated classes, by bytes", allocated, bytes);
        print(out, "Allocating methods, by bytes", allocators, bytes);
    }

    private void add(RecordedEvent event) {
        RecordedStackTrace stack = event.getStackTrace();
        if (stack == null || stack.getFrames().isEmpty()) {
            return;
        }
        List<RecordedFrame> frames = stack.getFrames();
        switch (event.getEventType().getName()) {
            case "jdk.ExecutionSample", "jdk.NativeMethodSample" -> sample(event, frames);
            case "jdk.ObjectAllocationSample" -> {
                long weight = event.getLong("weight");
                bytes += weight;
                RecordedClass type = event.getValue("objectClass");
                allocated.merge(type.getName(), weight, Long::sum);
                allocators.merge(name(frames.get(0)), weight, Long::sum);
            }
            case "jdk.JavaMonitorEnter" -> {
                long nanos = event.getDuration().toNanos();
                waited += nanos;
                locks.merge(name(frames.get(0)), nanos, Long::sum);
            }
            default -> {
                // The recording has much more, for whoever opens it.
            }
        }
    }

    private void sample(RecordedEvent event, List<RecordedFrame> frames) {
        String top = name(frames.get(0));
        if (isWaiting(top)) {
            return;
        }
        samples++;
        running.merge(top, 1L, Long::sum);
        Set<String> seen = new HashSet<>();
        for (RecordedFrame frame : frames) {
            String name = name(frame);
            if (name.startsWith(OURS) && seen.add(name)) {
                below.merge(name, 1L, Long::sum);
            }
        }
        if (event.hasField("sampledThread") && event.getThread("sampledThread") != null) {
            String thread = String.valueOf(event.getThread("sampledThread").getJavaName());
            threads.merge(thread.replaceAll("[0-9]+", "n"), 1L, Long::sum);
        }
    }

    // Waiting for others in native code is sampled as if it were work; the leash does nothing else.
    private static boolean isWaiting(String method) {
        return method.endsWith("EPoll.wait")
                || method.endsWith("Net.accept")
                || method.endsWith("Net.poll")
                || method.endsWith("FileInputStream.readBytes")
                || method.endsWith("SocketInputStream.socketRead0");
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private static void print(PrintStream out, String title, Map<String, Long> counts, long all) {
        out.printf("%n%s%n", title);
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_SHOWN)
                .forEach(it -> out.printf("  %5.1f %%  %s%n", 100.0 * it.getValue() / all, it.getKey()));
    }
}
