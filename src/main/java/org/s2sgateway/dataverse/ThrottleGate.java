package org.s2sgateway.dataverse;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * Keeps the calls to each environment below what Dataverse allows: at most 48 under way of the documented 52, fewer for a
 * while after it said that there were too many at once, and none for as long as a 429 asks for. Others wait without a
 * thread until their deadline, at most 500 for an environment, consumers taking turns. Environments know nothing of each
 * other, so that one that hangs delays nobody else.
 *
 * <p>Thread-safe. Source: "Service protection API limits" (Microsoft Dataverse).
 */
@ApplicationScoped
public class ThrottleGate {

    private static final long SWEPT_EVERY = TimeUnit.MINUTES.toNanos(1);

    @Inject
    Timeline timeline;

    private final ConcurrentMap<EnvironmentHost, Known> gates = new ConcurrentHashMap<>();
    private final AtomicLong sweptAt = new AtomicLong();

    /** A gate, and how many visits there are: none may come in while it is taken away. */
    private record Known(EnvironmentGate gate, AtomicInteger visits) {}

    /**
     * A visit that has yet to {@link Visit#enter}.
     *
     * @param consumer whose turn it takes
     * @param retry whether the call was inside before
     * @param visitor told at once or later, on another thread, unless the visit ends before
     */
    public Visit visit(EnvironmentHost host, String consumer, Deadline deadline, boolean retry, Visit.Visitor visitor) {
        return new Visit(this, host, arrive(host), consumer, deadline, retry, visitor);
    }

    /** One outside of a container. */
    @SuppressWarnings("UnnecessaryAssignment") // There nobody injects.
    public static ThrottleGate on(Timeline timeline) {
        ThrottleGate gate = new ThrottleGate();
        gate.timeline = timeline;
        return gate;
    }

    void end(EnvironmentHost host, EnvironmentGate gate, Visit visit) {
        EnvironmentGate.Ended ended = gate.end(visit);
        ended.admitted().forEach(Visit::admit);
        if (ended.now()) {
            depart(host);
        }
    }

    /** How many calls are under way, to all environments. */
    public int underWay() {
        return gates.values().stream()
                .mapToInt(known -> known.gate().underWay())
                .sum();
    }

    int gates() {
        return gates.size();
    }

    private EnvironmentGate arrive(EnvironmentHost host) {
        sweep();
        return gates.compute(host, (same, known) -> {
                    Known gate = known == null ? new Known(new EnvironmentGate(timeline), new AtomicInteger()) : known;
                    gate.visits().incrementAndGet();
                    return gate;
                })
                .gate();
    }

    void depart(EnvironmentHost host) {
        gates.computeIfPresent(
                host,
                (same, known) ->
                        known.visits().decrementAndGet() == 0 && known.gate().isFresh() ? null : known);
    }

    /** Takes gates away that had something to remember when their last visit ended. */
    private void sweep() {
        long last = sweptAt.get();
        long now = timeline.now();
        if (now - last >= SWEPT_EVERY && sweptAt.compareAndSet(last, now)) {
            gates.keySet()
                    .forEach(host -> gates.computeIfPresent(
                            host,
                            (same, known) ->
                                    known.visits().get() == 0 && known.gate().isFresh() ? null : known));
        }
    }
}
