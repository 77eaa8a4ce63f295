package org.s2sgateway.dataverse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.testing.MovableTimeline;

class ThrottleGateTest {

    private static final EnvironmentHost BUSY = EnvironmentHost.parse("busy.crm4.dynamics.com");
    private static final EnvironmentHost OTHER = EnvironmentHost.parse("other.crm4.dynamics.com");

    private final MovableTimeline timeline = new MovableTimeline();
    private final ThrottleGate gate = ThrottleGate.on(timeline);
    private final List<Caller> inside = new ArrayList<>();
    private final List<String> turnedAway = new ArrayList<>();

    /** Somebody who wants to pass, and what becomes of it. */
    private final class Caller implements Visit.Visitor {
        private final String consumer;
        private final Visit visit;

        Caller(EnvironmentHost host, String consumer, String wait) {
            this.consumer = consumer;
            visit = gate.visit(host, consumer, Deadline.of(List.of("wait=" + wait), timeline), false, this);
            visit.enter();
        }

        @Override
        public void admitted(Visit admitted) {
            inside.add(this);
        }

        @Override
        public void turnedAway() {
            turnedAway.add(consumer);
        }

        @Override
        public void toldToWait(long seconds) {
            turnedAway.add(consumer + " told " + seconds);
        }

        void leave() {
            inside.remove(this);
            visit.end();
        }
    }

    @Test
    void letsFortyEightCallsOfAnEnvironmentInAndOthersWait() {
        callers(BUSY, "a", 60);
        assertThat(inside).hasSize(48);

        callers(OTHER, "a", 1);
        assertThat(inside).hasSize(49);

        inside.get(0).leave();
        inside.get(0).leave();
        assertThat(inside).hasSize(49);
        assertThat(turnedAway).isEmpty();
    }

    @Test
    void letsConsumersTakeTurns() {
        List<Caller> first = callers(BUSY, "first", 48);
        callers(BUSY, "greedy", 100);
        callers(BUSY, "modest", 2);
        callers(BUSY, "other", 1);

        for (int i = 0; i < 6; i++) {
            first.get(i).leave();
        }

        assertThat(inside.subList(42, 48))
                .extracting(caller -> caller.consumer)
                .containsExactly("greedy", "modest", "other", "greedy", "modest", "greedy");
    }

    @Test
    void turnsAwayWhoeverWouldBeOneTooMany() {
        callers(BUSY, "a", 48 + 500);
        assertThat(turnedAway).isEmpty();

        callers(BUSY, "a", 1);
        assertThat(turnedAway).containsExactly("a");
    }

    @Test
    void leavesRoomForOthersThanTheOneWhoFillsTheQueue() {
        callers(BUSY, "greedy", 48 + 500);

        callers(BUSY, "modest", 1);
        assertThat(turnedAway).containsExactly("greedy");

        callers(BUSY, "greedy", 1);
        assertThat(turnedAway).containsExactly("greedy", "greedy");
        inside.get(0).leave();
        inside.get(0).leave();
        assertThat(inside.subList(46, 48)).extracting(caller -> caller.consumer).containsExactly("greedy", "modest");
    }

    @Test
    void tellsAFullQueueFromAPause() {
        List<Caller> callers = callers(BUSY, "a", 48);
        callers.get(0).visit.throttled(Duration.ofSeconds(10), false);
        callers(BUSY, "a", 500);
        assertThat(turnedAway).isEmpty();

        callers(BUSY, "a", 1);
        assertThat(turnedAway).containsExactly("a");
    }

    @Test
    void sharesAFullQueueEvenly() {
        callers(BUSY, "a", 48 + 500);
        callers(BUSY, "b", 300);

        // Half of the places each; then nobody displaces anybody.
        assertThat(turnedAway.stream().filter("a"::equals)).hasSize(250);
        assertThat(turnedAway.stream().filter("b"::equals)).hasSize(50);
    }

    @Test
    void forgetsWhoeverGoesOutOfTheQueue() {
        List<Caller> callers = callers(BUSY, "a", 50);
        callers.get(48).leave();
        callers.get(48).leave();
        callers.get(0).leave();

        assertThat(inside).hasSize(48).contains(callers.get(49)).doesNotContain(callers.get(48));
    }

    @Test
    void countsAnEndOnlyOnce() {
        List<Caller> callers = callers(BUSY, "a", 60);
        callers.get(0).leave();
        callers.get(0).visit.end();
        callers.get(0).visit.end();

        assertThat(inside).hasSize(48);
    }

    @Test
    void holdsEverybodyBackForAsLongAsA429Asks() {
        Caller throttled = callers(BUSY, "a", 1).get(0);
        throttled.visit.throttled(Duration.ofSeconds(10), false);
        throttled.leave();
        callers(BUSY, "b", 3);
        callers(OTHER, "b", 1);
        assertThat(inside).hasSize(1);

        timeline.advance(Duration.ofMillis(9_999));
        assertThat(inside).hasSize(1);
        timeline.advance(Duration.ofMillis(1));
        assertThat(inside).hasSize(4);
    }

    @Test
    void keepsTheLongestWait() {
        Caller throttled = callers(BUSY, "a", 1).get(0);
        throttled.visit.throttled(Duration.ofSeconds(10), false);
        throttled.visit.throttled(Duration.ofSeconds(2), false);
        throttled.leave();
        callers(BUSY, "b", 1);

        timeline.advance(Duration.ofSeconds(9));
        assertThat(inside).isEmpty();
        timeline.advance(Duration.ofSeconds(1));
        assertThat(inside).hasSize(1);
    }

    @Test
    void turnsAwayWhoeverWouldWaitInVain() {
        List<Caller> callers = callers(BUSY, "a", 48);
        new Caller(BUSY, "impatient", "20");
        new Caller(BUSY, "patient", "60");
        callers.get(0).visit.throttled(Duration.ofSeconds(30), false);
        new Caller(BUSY, "late", "29");

        assertThat(turnedAway).containsExactly("impatient told 30", "late told 30");
        callers.get(0).leave();
        timeline.advance(Duration.ofSeconds(30));
        assertThat(inside).extracting(caller -> caller.consumer).contains("patient");
    }

    @Test
    void believesNoWaitOfMoreThanTenMinutes() {
        Caller throttled = callers(BUSY, "a", 1).get(0);
        throttled.visit.throttled(Duration.ofDays(1), false);
        throttled.leave();
        timeline.advance(Duration.ofMinutes(10));

        callers(BUSY, "a", 1);
        assertThat(inside).hasSize(1);
    }

    @Test
    void halvesItsPlacesOnceForAllThatWereSentTogether() {
        List<Caller> callers = callers(BUSY, "a", 48);
        timeline.advance(Duration.ofMillis(100));
        callers.get(0).visit.throttled(Duration.ZERO, true);
        callers.get(1).visit.throttled(Duration.ZERO, true);
        callers.forEach(Caller::leave);

        callers(BUSY, "a", 60);
        assertThat(inside).hasSize(24);
    }

    @Test
    void keepsFourPlacesWhateverHappens() {
        for (int i = 0; i < 10; i++) {
            Caller caller = callers(BUSY, "a", 1).get(0);
            caller.visit.throttled(Duration.ZERO, true);
            caller.leave();
            timeline.advance(Duration.ofMillis(1));
        }

        callers(BUSY, "a", 60);
        assertThat(inside).hasSize(4);
    }

    @Test
    void raisesItsPlacesByOneInFiveSeconds() {
        Caller caller = callers(BUSY, "a", 1).get(0);
        caller.visit.throttled(Duration.ZERO, true);
        caller.leave();

        timeline.advance(Duration.ofSeconds(15));
        callers(BUSY, "a", 60);
        assertThat(inside).hasSize(27);

        timeline.advance(Duration.ofMinutes(5));
        inside.get(0).leave();
        assertThat(inside).hasSize(48);
    }

    @Test
    void forgetsEnvironmentsThatNobodyCalls() {
        for (int i = 0; i < 1_000; i++) {
            callers(EnvironmentHost.parse("e" + i + ".crm4.dynamics.com"), "a", 1)
                    .get(0)
                    .leave();
        }
        assertThat(gate.gates()).isZero();
    }

    @Test
    void remembersAnEnvironmentThatWasThrottledUntilThatIsOver() {
        Caller throttled = callers(BUSY, "a", 1).get(0);
        throttled.visit.throttled(Duration.ofSeconds(10), true);
        throttled.leave();
        assertThat(gate.gates()).isEqualTo(1);

        timeline.advance(Duration.ofMinutes(6));
        callers(OTHER, "a", 1).get(0).leave();
        assertThat(gate.gates()).isZero();
    }

    @Test
    void letsNobodyInWhoseVisitEndedBeforeItBegan() {
        Visit visit = gate.visit(BUSY, "a", Deadline.of(List.of(), timeline), false, new Visit.Visitor() {
            @Override
            public void admitted(Visit admitted) {
                turnedAway.add("admitted");
            }

            @Override
            public void turnedAway() {
                turnedAway.add("turned away");
            }

            @Override
            public void toldToWait(long seconds) {
                turnedAway.add("told to wait");
            }
        });
        visit.end();
        visit.enter();

        assertThat(turnedAway).isEmpty();
        assertThat(gate.gates()).isZero();
    }

    private List<Caller> callers(EnvironmentHost host, String consumer, int number) {
        List<Caller> callers = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            callers.add(new Caller(host, consumer, "60"));
        }
        return callers;
    }
}
