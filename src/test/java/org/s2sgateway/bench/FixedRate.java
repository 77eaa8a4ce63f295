package org.s2sgateway.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A load that does not wait for the one it measures: requests have their times, so many a second, and each latency counts
 * from the time at which the request was due. Whoever stalls is charged with all who wait meanwhile (no "coordinated
 * omission").
 */
final class FixedRate {

    /**
     * What came of it.
     *
     * @param nanos latency of every request that was answered as wanted
     */
    record Latencies(long[] nanos, long failed) {

        double millis(double percent) {
            return Numbers.percentile(nanos, percent) / 1e6;
        }
    }

    private final Target target;
    private final int connections;

    FixedRate(Target target, int connections) {
        this.target = target;
        this.connections = connections;
    }

    Latencies run(double perSecond, Duration time) throws IOException, InterruptedException, CannotMeasure {
        List<KeptConnection> open = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            for (int i = 0; i < connections; i++) {
                open.add(KeptConnection.to(target));
            }
            long all = Math.round(perSecond * time.toNanos() / 1e9);
            Schedule schedule = new Schedule(
                    System.nanoTime() + Duration.ofMillis(100).toNanos(), 1e9 / perSecond, all, new AtomicLong());
            List<Callable<long[]>> callers = new ArrayList<>();
            open.forEach(connection -> callers.add(() -> call(connection, schedule)));
            return merged(threads.invokeAll(callers), all);
        } finally {
            threads.shutdownNow();
            open.forEach(KeptConnection::close);
        }
    }

    /** When each request is due; whoever is free takes the next. */
    private record Schedule(long begin, double step, long all, AtomicLong taken) {

        long due(long number) {
            return begin + (long) (number * step);
        }
    }

    private long[] call(KeptConnection first, Schedule schedule) throws IOException {
        List<byte[]> requests = target.requests();
        long[] latencies = new long[1024];
        int count = 0;
        KeptConnection connection = first;
        try {
            for (long number = schedule.taken.getAndIncrement();
                    number < schedule.all;
                    number = schedule.taken.getAndIncrement()) {
                if (connection.isEnding()) {
                    connection.close();
                    connection = KeptConnection.to(target);
                }
                long due = schedule.due(number);
                Pacing.awaitNanoTime(due);
                int status = connection.exchange(requests.get((int) (number % requests.size())));
                if (status == 200) {
                    latencies = count == latencies.length ? Arrays.copyOf(latencies, 2 * count) : latencies;
                    latencies[count++] = System.nanoTime() - due;
                }
            }
        } finally {
            connection.close();
        }
        return Arrays.copyOf(latencies, count);
    }

    private Latencies merged(List<Future<long[]>> callers, long all) throws InterruptedException, CannotMeasure {
        long[] merged = new long[0];
        for (Future<long[]> caller : callers) {
            try {
                long[] some = caller.get();
                int length = merged.length;
                merged = Arrays.copyOf(merged, length + some.length);
                System.arraycopy(some, 0, merged, length, some.length);
            } catch (ExecutionException e) {
                throw new CannotMeasure("A connection to " + target.name() + " broke: " + e.getCause());
            }
        }
        return new Latencies(merged, all - merged.length);
    }
}
