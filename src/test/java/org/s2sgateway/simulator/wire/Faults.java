package org.s2sgateway.simulator.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The faults that are switched on. A place is {@link #IDENTITY} or the name of an environment; the oldest order that
 * fits a request is used up first. Thread-safe.
 */
public final class Faults {

    /** The place of the identity side. */
    public static final String IDENTITY = "identity";

    /** Until switched off. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    /** A fault that waits for requests whose raw target contains a text. */
    public record Order(String place, String targetContains, Fault fault, int remaining) {

        boolean fits(String where, Call call) {
            return place.equals(where) && call.target().contains(targetContains);
        }
    }

    private final List<Order> orders = new ArrayList<>();
    private final Map<String, Delivery> deliveries = new ConcurrentHashMap<>();

    /** The next {@code times} requests of the place get this fault. */
    public void order(String place, int times, Fault fault) {
        order(place, "", times, fault);
    }

    /** The next {@code times} requests of the place whose raw target contains the text get this fault. */
    public synchronized void order(String place, String targetContains, int times, Fault fault) {
        if (times < 1) {
            throw new IllegalArgumentException("times must be at least 1");
        }
        orders.add(new Order(place, targetContains, fault, times));
    }

    public void status(String place, int times, int status) {
        order(place, times, new Fault.Status(status, Map.of()));
    }

    public void status(String place, int times, int status, String retryAfter) {
        order(place, times, new Fault.Status(status, Map.of("Retry-After", retryAfter)));
    }

    public void delay(String place, int times, Duration duration) {
        order(place, times, new Fault.Delay(duration));
    }

    public void hangUp(String place, int times) {
        order(place, times, new Fault.HangUp());
    }

    public void loginPage(String place, int times) {
        order(place, times, new Fault.LoginPage());
    }

    /** Answers 429 as Dataverse does at one of its limits. */
    public void throttle(String place, int times, ServiceLimit limit, Duration retryAfter, boolean asDate) {
        order(place, times, new Fault.Throttled(limit, retryAfter, asDate));
    }

    public void loginRedirect(String place, int times) {
        order(place, times, new Fault.LoginRedirect());
    }

    /** Bodies come in pieces of so many bytes with pauses between them. */
    public void drip(String place, int times, int bytes, Duration pause) {
        order(place, times, new Fault.Drip(bytes, pause));
    }

    /** The connection is closed after so many bytes of the body. */
    public void reset(String place, int times, int bytes) {
        order(place, times, new Fault.Reset(bytes));
    }

    /** How the place sends its answers from now on. */
    public void deliver(String place, Delivery delivery) {
        deliveries.put(place, delivery);
    }

    Delivery delivery(String place) {
        return deliveries.getOrDefault(place, Delivery.NATURAL);
    }

    /** Takes every order back, and every change of delivery. */
    public synchronized void clear() {
        orders.clear();
        deliveries.clear();
    }

    public synchronized List<Order> orders() {
        return List.copyOf(orders);
    }

    synchronized Optional<Fault> next(String place, Call call) {
        for (int i = 0; i < orders.size(); i++) {
            Order order = orders.get(i);
            if (order.fits(place, call)) {
                use(i, order);
                return Optional.of(order.fault());
            }
        }
        return Optional.empty();
    }

    private void use(int index, Order order) {
        if (order.remaining() == 1) {
            orders.remove(index);
        } else if (order.remaining() != ALWAYS) {
            orders.set(index, new Order(order.place(), order.targetContains(), order.fault(), order.remaining() - 1));
        }
    }
}
