package org.s2sgateway.dataverse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The gate of one environment: how many calls are under way, who waits, and until when Dataverse wants to be left alone.
 * Those who wait stand in one queue per consumer, and the queues take turns.
 *
 * <p>Thread-safe. It calls nobody back while it is locked: methods give out who is to be told.
 */
final class EnvironmentGate {

    static final int MOST = 48;
    static final int LEAST = 4;
    static final int MOST_WAITING = 500;

    /** From the least to the most in less than four minutes, shorter than Dataverse's own five-minute window. */
    private static final long RAISED_EVERY = TimeUnit.SECONDS.toNanos(5);

    /**
     * What the end of a visit brings about.
     *
     * @param now whether it was not over before
     * @param admitted who comes in
     */
    record Ended(boolean now, List<Visit> admitted) {}

    private final Timeline timeline;
    private final RetryBudget budget;
    private final Map<String, Deque<Visit>> queues = new LinkedHashMap<>();

    private int limit = MOST;
    private long limitChangedAt;
    private int underWay;
    private int waiting;

    private boolean held;
    private long heldUntil;
    private Timeline.@Nullable Alarm opening;

    EnvironmentGate(Timeline timeline) {
        this.timeline = timeline;
        limitChangedAt = timeline.now();
        budget = new RetryBudget(limitChangedAt);
    }

    /**
     * What entering brings about.
     *
     * @param phase where the visit is now
     * @param secondsHeld for how long nobody passes, where that is why the visit was turned away
     * @param displaced who has to go for it
     */
    record Entered(Visit.Phase phase, OptionalLong secondsHeld, Optional<Visit> displaced) {

        private static Entered at(Visit.Phase phase) {
            return new Entered(phase, OptionalLong.empty(), Optional.empty());
        }
    }

    /** Lets a visit in, or into the queue, or turns it away. */
    synchronized Entered enter(Visit visit) {
        if (visit.phase != Visit.Phase.NEW) {
            return Entered.at(visit.phase);
        }
        long now = timeline.now();
        recover(now);
        if (!visit.isRetry()) {
            budget.called(now);
        }
        if (!held && waiting == 0 && underWay < limit) {
            letIn(visit, now);
            return Entered.at(visit.phase);
        }
        if (held && !visit.deadline().allows(heldUntil - now)) {
            visit.phase = Visit.Phase.TURNED_AWAY;
            return new Entered(visit.phase, OptionalLong.of(seconds(heldUntil - now)), Optional.empty());
        }
        Optional<Visit> displaced = waiting < MOST_WAITING ? Optional.empty() : displacedBy(visit);
        if (waiting >= MOST_WAITING) {
            visit.phase = Visit.Phase.TURNED_AWAY;
        } else {
            visit.phase = Visit.Phase.WAITING;
            queues.computeIfAbsent(visit.consumer(), consumer -> new ArrayDeque<>())
                    .add(visit);
            waiting++;
            openInTime(now);
        }
        return new Entered(visit.phase, OptionalLong.empty(), displaced);
    }

    /** The last of the longest queue, if that is longer than the visit's own would be: nobody fills all of them alone. */
    private Optional<Visit> displacedBy(Visit visit) {
        Deque<Visit> own = queues.getOrDefault(visit.consumer(), new ArrayDeque<>());
        Deque<Visit> longest = queues.values().stream()
                .max(Comparator.comparingInt(Deque::size))
                .orElse(own);
        if (longest.size() <= own.size() + 1) {
            return Optional.empty();
        }
        Visit last = longest.removeLast();
        last.phase = Visit.Phase.TURNED_AWAY;
        waiting--;
        return Optional.of(last);
    }

    /** A visit is over, wherever it was. */
    synchronized Ended end(Visit visit) {
        Visit.Phase before = visit.phase;
        boolean now = before != Visit.Phase.TURNED_AWAY && before != Visit.Phase.ENDED;
        visit.phase = now ? Visit.Phase.ENDED : before;
        if (before == Visit.Phase.INSIDE) {
            underWay--;
            return new Ended(true, admit(timeline.now()));
        }
        if (before == Visit.Phase.WAITING) {
            withdraw(visit);
        }
        return new Ended(now, List.of());
    }

    /** Nobody enters for so long, not even who is waiting already; gives who would wait in vain. */
    synchronized List<Visit> hold(long nanos) {
        long now = timeline.now();
        recover(now);
        long until = now + nanos;
        if (!held || until - heldUntil > 0) {
            held = true;
            heldUntil = until;
        }
        List<Visit> inVain = new ArrayList<>();
        for (Deque<Visit> queue : queues.values()) {
            queue.removeIf(visit -> !visit.deadline().allows(heldUntil - now) && inVain.add(visit));
        }
        queues.values().removeIf(Deque::isEmpty);
        waiting -= inVain.size();
        inVain.forEach(visit -> visit.phase = Visit.Phase.TURNED_AWAY);
        openInTime(now);
        return inVain;
    }

    /** Too many at once: half as many from now on. Who came in before the last time says nothing new. */
    synchronized void lower(Visit visit) {
        if (limit == MOST || visit.insideSince - limitChangedAt >= 0) {
            limit = Math.max(LEAST, limit / 2);
            limitChangedAt = timeline.now();
        }
    }

    synchronized boolean takeRetry() {
        return budget.take(timeline.now());
    }

    /** Rounded up. */
    private static long seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1);
    }

    /** Whether it knows nothing that a new gate would not. */
    synchronized boolean isFresh() {
        long now = timeline.now();
        recover(now);
        return underWay == 0 && waiting == 0 && !held && limit == MOST && budget.isFull(now);
    }

    synchronized int underWay() {
        return underWay;
    }

    private void withdraw(Visit visit) {
        Deque<Visit> queue = queues.get(visit.consumer());
        if (queue != null && queue.remove(visit)) {
            waiting--;
            if (queue.isEmpty()) {
                queues.remove(visit.consumer());
            }
        }
    }

    private List<Visit> admit(long now) {
        recover(now);
        List<Visit> admitted = List.of();
        while (!held && waiting > 0 && underWay < limit) {
            if (admitted.isEmpty()) {
                admitted = new ArrayList<>(2);
            }
            Visit next = next();
            waiting--;
            letIn(next, now);
            admitted.add(next);
        }
        return admitted;
    }

    private void letIn(Visit visit, long now) {
        visit.phase = Visit.Phase.INSIDE;
        visit.insideSince = now;
        underWay++;
    }

    /** The first of the consumer whose turn it is, which then goes behind all others. */
    private Visit next() {
        Iterator<Map.Entry<String, Deque<Visit>>> turns = queues.entrySet().iterator();
        Map.Entry<String, Deque<Visit>> turn = turns.next();
        Deque<Visit> queue = turn.getValue();
        String consumer = turn.getKey();
        turns.remove();
        Visit first = queue.remove();
        if (!queue.isEmpty()) {
            queues.put(consumer, queue);
        }
        return first;
    }

    private void recover(long now) {
        if (held && heldUntil - now <= 0) {
            held = false;
        }
        long steps = (now - limitChangedAt) / RAISED_EVERY;
        if (limit < MOST && steps > 0) {
            limit = (int) Math.min(MOST, limit + steps);
            limitChangedAt += steps * RAISED_EVERY;
        }
    }

    private void openInTime(long now) {
        if (!held || waiting == 0) {
            return;
        }
        if (opening != null) {
            opening.off();
        }
        opening = timeline.in(heldUntil - now, this::open);
    }

    private void open() {
        List<Visit> admitted;
        synchronized (this) {
            admitted = admit(timeline.now());
            openInTime(timeline.now());
        }
        admitted.forEach(Visit::admit);
    }
}
