package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallRateTest {

    private final CallRate rate = new CallRate(2, Duration.ofMinutes(1));

    @Test
    void countsTheCallsOfEachConsumer() {
        assertThat(taken("orders", 0)).isEqualTo(0);
        assertThat(taken("orders", 10)).isEqualTo(0);
        assertThat(taken("orders", 20)).isEqualTo(41);
        assertThat(taken("orders", 59)).isEqualTo(2);
        assertThat(taken("others", 59)).isEqualTo(0);
    }

    @Test
    void beginsAnewWhenTheTimeIsOver() {
        taken("orders", 0);
        taken("orders", 0);
        taken("orders", 0);

        assertThat(taken("orders", 60)).isEqualTo(0);
        assertThat(taken("orders", 60)).isEqualTo(0);
        assertThat(taken("orders", 60)).isEqualTo(61);
    }

    private long taken(String consumer, long second) {
        return rate.take(consumer, Duration.ofSeconds(second).toNanos()).orElse(0);
    }
}
