package org.s2sgateway.dataverse;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * A call at the gate of its environment: in the queue, inside, or over. It has to be ended, wherever it is; who ends it
 * twice does nothing the second time. Thread-safe.
 */
public final class Visit {

    /** Who wants to pass. Called on any thread, which must not be blocked; perhaps even after the visit was ended. */
    public interface Visitor {

        /** There is a place. */
        void admitted(Visit visit);

        /** There is none, and none to wait for: as many are waiting as may. */
        void turnedAway();

        /** Dataverse asked for a pause that lasts longer than the visitor has time. */
        void toldToWait(long seconds);
    }

    enum Phase {
        NEW,
        WAITING,
        INSIDE,
        TURNED_AWAY,
        ENDED
    }

    /** A wait that no 429 of Dataverse has asked for yet; documented windows are five minutes. */
    private static final Duration LONGEST_HOLD = Duration.ofMinutes(10);

    private final ThrottleGate gates;
    private final EnvironmentHost host;
    private final EnvironmentGate gate;
    private final String consumer;
    private final Deadline deadline;
    private final boolean retry;
    private final Visitor visitor;

    /** Guarded by the gate, as the next one. */
    Phase phase = Phase.NEW;

    long insideSince;

    Visit(
            ThrottleGate gates,
            EnvironmentHost host,
            EnvironmentGate gate,
            String consumer,
            Deadline deadline,
            boolean retry,
            Visitor visitor) {
        this.gates = gates;
        this.host = host;
        this.gate = gate;
        this.consumer = consumer;
        this.deadline = deadline;
        this.retry = retry;
        this.visitor = visitor;
    }

    String consumer() {
        return consumer;
    }

    Deadline deadline() {
        return deadline;
    }

    boolean isRetry() {
        return retry;
    }

    /** Asks for a place. */
    public void enter() {
        EnvironmentGate.Entered entered = gate.enter(this);
        entered.displaced().ifPresent(other -> {
            other.turnAway(OptionalLong.empty());
            gates.depart(host);
        });
        if (entered.phase() == Phase.INSIDE) {
            admit();
        } else if (entered.phase() == Phase.TURNED_AWAY) {
            turnAway(entered.secondsHeld());
            gates.depart(host);
        }
    }

    /** Leaves the place or the queue. */
    public void end() {
        gates.end(host, gate, this);
    }

    /**
     * Dataverse answered 429: nobody passes for so long.
     *
     * @param tooManyAtOnce whether it was the number of calls at the same time (0x80072326), which will be smaller
     */
    public void throttled(Duration wait, boolean tooManyAtOnce) {
        if (tooManyAtOnce) {
            gate.lower(this);
        }
        long nanos = Math.min(wait.toNanos(), LONGEST_HOLD.toNanos());
        gate.hold(nanos).forEach(inVain -> {
            inVain.turnAway(OptionalLong.of(TimeUnit.NANOSECONDS.toSeconds(nanos)));
            gates.depart(host);
        });
    }

    /** Leave for one more try after a failure, as far as the environment's budget goes. */
    public boolean mayRetry() {
        return gate.takeRetry();
    }

    void admit() {
        visitor.admitted(this);
    }

    private void turnAway(OptionalLong secondsHeld) {
        if (secondsHeld.isPresent()) {
            visitor.toldToWait(Math.max(1, secondsHeld.getAsLong()));
        } else {
            visitor.turnedAway();
        }
    }
}
