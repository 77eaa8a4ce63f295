package org.s2sgateway.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.s2sgateway.dataverse.Timeline;

/** Time that stands still until it is moved; then alarms ring in their order, in the thread that moves it. */
public final class MovableTimeline implements Timeline {

    private record Order(long at, Runnable callback) {}

    private final List<Order> orders = new ArrayList<>();
    private long now = 1_000_000;

    @Override
    public synchronized long now() {
        return now;
    }

    @Override
    public synchronized Alarm in(long nanos, Runnable callback) {
        Order order = new Order(now + Math.max(0, nanos), callback);
        orders.add(order);
        return () -> {
            synchronized (this) {
                orders.remove(order);
            }
        };
    }

    public void advance(Duration duration) {
        long end = now() + duration.toNanos();
        for (Optional<Order> next = due(end); next.isPresent(); next = due(end)) {
            next.get().callback().run();
        }
        synchronized (this) {
            now = end;
        }
    }

    /** How many alarms are ordered. */
    public synchronized int alarms() {
        return orders.size();
    }

    private synchronized Optional<Order> due(long end) {
        Optional<Order> next =
                orders.stream().filter(order -> order.at() <= end).min(Comparator.comparingLong(Order::at));
        next.ifPresent(order -> {
            orders.remove(order);
            now = Math.max(now, order.at());
        });
        return next;
    }
}
