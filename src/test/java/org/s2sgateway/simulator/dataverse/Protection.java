package org.s2sgateway.simulator.dataverse;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.simulator.wire.ServiceLimit;

/**
 * Counts what each user asks of an environment against its limits, once they are set. {@code Retry-After} grows while a
 * client keeps pushing, as Microsoft says it does. Thread-safe.
 */
final class Protection {

    /** What a user did in the window, the oldest first. */
    private static final class Usage {
        private final Deque<long[]> requests = new ArrayDeque<>();
        private long executed;
        private int underWay;
        private int refusedInARow;

        private void forget(long before) {
            while (!requests.isEmpty() && requests.getFirst()[0] < before) {
                executed -= requests.removeFirst()[1];
            }
        }
    }

    /** A limit that is reached, and when to come back. */
    record Excess(ServiceLimit limit, Duration retryAfter) {}

    /** Either what is exceeded, or what to run at the end of the request. */
    record Entered(Optional<Excess> excess, Runnable leave) {}

    private final Map<String, Usage> usages = new HashMap<>();
    private volatile @Nullable Limits limits;

    /** From now on, counting from nothing; null for none. */
    synchronized void limit(@Nullable Limits newLimits) {
        usages.clear();
        limits = newLimits;
    }

    /** Empty while there are none. */
    Optional<Limits> limits() {
        return Optional.ofNullable(limits);
    }

    synchronized Entered enter(String user, Limits now) {
        long time = System.nanoTime();
        Usage usage = usages.computeIfAbsent(user, name -> new Usage());
        usage.forget(time - now.window().toNanos());
        Optional<ServiceLimit> reached = reached(usage, now);
        if (reached.isPresent()) {
            usage.refusedInARow++;
            return new Entered(
                    Optional.of(new Excess(reached.get(), retryAfter(usage, reached.get(), now, time))), () -> {});
        }
        usage.refusedInARow = 0;
        usage.underWay++;
        long[] request = {time, 0};
        usage.requests.addLast(request);
        AtomicBoolean left = new AtomicBoolean();
        return new Entered(Optional.empty(), () -> {
            if (left.compareAndSet(false, true)) {
                leave(usage, request);
            }
        });
    }

    private synchronized void leave(Usage usage, long[] request) {
        usage.underWay--;
        if (!usage.requests.isEmpty() && usage.requests.getFirst()[0] <= request[0]) {
            request[1] = System.nanoTime() - request[0];
            usage.executed += request[1];
        }
    }

    private static Optional<ServiceLimit> reached(Usage usage, Limits now) {
        if (usage.underWay >= now.concurrent()) {
            return Optional.of(ServiceLimit.CONCURRENCY);
        }
        if (usage.requests.size() >= now.requests()) {
            return Optional.of(ServiceLimit.REQUESTS);
        }
        return usage.executed >= now.executionTime().toNanos()
                ? Optional.of(ServiceLimit.EXECUTION_TIME)
                : Optional.empty();
    }

    private static Duration retryAfter(Usage usage, ServiceLimit limit, Limits now, long time) {
        Duration pushing = Duration.ofMillis(100L * (usage.refusedInARow - 1));
        if (limit == ServiceLimit.CONCURRENCY) {
            return Duration.ofSeconds(1).plus(pushing);
        }
        Duration oldestLeaves = now.window().minusNanos(time - usage.requests.getFirst()[0]);
        return oldestLeaves.plus(pushing);
    }

    /** Requests left to the user, of so many. */
    synchronized int remaining(String user, Limits now) {
        Usage usage = usages.get(user);
        return usage == null ? now.requests() : Math.max(0, now.requests() - usage.requests.size());
    }

    /** Execution time left to the user. */
    synchronized Duration timeRemaining(String user, Limits now) {
        Usage usage = usages.get(user);
        Duration used = Duration.ofNanos(usage == null ? 0 : usage.executed);
        return used.compareTo(now.executionTime()) > 0
                ? Duration.ZERO
                : now.executionTime().minus(used);
    }
}
