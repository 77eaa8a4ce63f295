package org.s2sgateway.dataverse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.s2sgateway.tenant.EnvironmentHost;

class CallLimitTest {

    private static final EnvironmentHost BUSY = EnvironmentHost.parse("busy.crm4.dynamics.com");
    private static final EnvironmentHost OTHER = EnvironmentHost.parse("other.crm4.dynamics.com");

    private final CallLimit limit = new CallLimit();

    @Test
    void letsOneEnvironmentHaveItsShareAndNoMore() {
        assertThat(enter(BUSY, CallLimit.PER_ENVIRONMENT)).hasSize(CallLimit.PER_ENVIRONMENT);

        assertThat(limit.enter(BUSY)).isEmpty();
        assertThat(limit.enter(OTHER)).isPresent();
    }

    @Test
    void givesAPlaceAgainThatWasLeft() {
        List<CallLimit.Place> places = enter(BUSY, CallLimit.PER_ENVIRONMENT);
        places.get(0).close();

        assertThat(limit.enter(BUSY)).isPresent();
        assertThat(limit.enter(BUSY)).isEmpty();
    }

    @Test
    void letsACallerWaitAMomentForAPlace() {
        List<CallLimit.Place> places = enter(BUSY, CallLimit.PER_ENVIRONMENT);
        FutureTask<Optional<CallLimit.Place>> entering = new FutureTask<>(() -> limit.enter(BUSY));
        Thread caller = new Thread(entering);
        caller.start();
        while (caller.getState() != Thread.State.TIMED_WAITING) {
            assertThat(entering).as("a caller that has not waited").isNotDone();
            Thread.onSpinWait();
        }
        places.get(0).close();

        assertThat(entering).succeedsWithin(Duration.ofSeconds(30)).satisfies(place -> assertThat(place)
                .isPresent());
    }

    @Test
    void limitsAllCallsTogetherAndForgetsThoseThatEnded() {
        List<CallLimit.Place> places = new ArrayList<>();
        for (int i = 0; i < CallLimit.ALL; i++) {
            places.addAll(enter(EnvironmentHost.parse("e" + i + ".crm4.dynamics.com"), 1));
        }
        assertThat(places).hasSize(CallLimit.ALL);
        assertThat(limit.enter(OTHER)).isEmpty();

        places.forEach(CallLimit.Place::close);

        assertThat(enter(BUSY, CallLimit.PER_ENVIRONMENT + 1)).hasSize(CallLimit.PER_ENVIRONMENT);
        assertThat(enter(OTHER, CallLimit.PER_ENVIRONMENT + 1)).hasSize(CallLimit.PER_ENVIRONMENT);
    }

    private List<CallLimit.Place> enter(EnvironmentHost host, int times) {
        List<CallLimit.Place> places = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            Optional<CallLimit.Place> place = limit.enter(host);
            place.ifPresent(places::add);
        }
        return places;
    }
}
