package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private final MovableClock clock = new MovableClock();
    private final Attempts attempts = new Attempts(3, clock);

    @Test
    void saysHowLongItIsUntilTheNextMinute() {
        three("192.0.2.1");
        clock.advance(Duration.ofSeconds(20));

        assertThat(attempts.count("192.0.2.1")).contains(Duration.ofSeconds(40));

        clock.advance(Duration.ofMillis(39_500));
        assertThat(attempts.count("192.0.2.1")).contains(Duration.ofSeconds(1));
    }

    @Test
    void beginsAnewWhenTheMinuteIsOver() {
        three("192.0.2.1");
        assertThat(attempts.count("192.0.2.1")).isPresent();
        clock.advance(Duration.ofSeconds(60));

        three("192.0.2.1");
        assertThat(attempts.count("192.0.2.1")).contains(Duration.ofSeconds(60));
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
        assertThat(attempts.remembered()).isLessThanOrEqualTo(100_000);
    }

    private void three(String who) {
        for (int i = 0; i < 3; i++) {
            assertThat(attempts.count(who)).isEmpty();
        }
    }
}
