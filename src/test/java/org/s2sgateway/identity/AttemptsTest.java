package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.s2sgateway.testing.MovableTimeline;

class AttemptsTest {

    private final MovableTimeline time = new MovableTimeline();
    private final Attempts attempts = new Attempts(3, time::now);

    /** Who comes back when told to has waited long enough, and not a second more than that takes. */
    @ParameterizedTest
    @CsvSource({"0, 60", "1, 60", "999, 60", "1000, 59", "20000, 40", "20001, 40", "59000, 1", "59500, 1", "59999, 1"})
    void saysInWholeSecondsWhenTheMinuteIsOver(long passedMillis, long seconds) {
        three("192.0.2.1");
        time.advance(Duration.ofMillis(passedMillis));

        assertThat(attempts.count("192.0.2.1")).hasValue(seconds);

        time.advance(Duration.ofSeconds(seconds));
        assertThat(attempts.count("192.0.2.1")).isEmpty();
    }

    @Test
    void keepsToItUntilTheMinuteIsOver() {
        three("192.0.2.1");
        time.advance(Duration.ofSeconds(60).minusNanos(1));
        assertThat(attempts.count("192.0.2.1")).hasValue(1);

        time.advance(Duration.ofNanos(1));
        three("192.0.2.1");
        assertThat(attempts.count("192.0.2.1")).hasValue(60);
    }

    @Test
    void countsEachForItself() {
        three("192.0.2.1");
        three("192.0.2.2");

        assertThat(attempts.count("192.0.2.1")).isPresent();
    }

    @Test
    void doesNotForgetWhoComesAgainAndAgainForAnyNumberOfOthers() {
        for (int i = 0; i < 1000; i++) {
            attempts.count("192.0.2.1");
        }
        for (int i = 0; i < 300_000; i++) {
            attempts.count("made up " + i);
            if (i % 1000 == 0) {
                attempts.count("192.0.2.1");
            }
        }

        assertThat(attempts.count("192.0.2.1")).isPresent();
        assertThat(attempts.remembered()).isBetween(99_000L, 100_000L);
    }

    private void three(String who) {
        for (int i = 0; i < 3; i++) {
            assertThat(attempts.count(who)).isEmpty();
        }
    }
}
