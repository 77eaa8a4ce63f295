package org.s2sgateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessorTimeTest {

    @Test
    void countsWhatOthersTook() {
        ProcessorTime before = ProcessorTime.of("cpu  100 0 50 800 50 0 0 0 0 0", 60);
        ProcessorTime after = ProcessorTime.of("cpu  180 0 70 850 50 0 0 50 30 0", 100);

        // 200 ticks in all, 150 of them busy, 40 of these our own.
        assertThat(after.takenByOthersSince(before)).isEqualTo(55.0);
    }

    @Test
    void takesNothingFromNobody() {
        ProcessorTime before = ProcessorTime.of("cpu  100 0 0 900 0 0 0 0 0 0", 10);
        ProcessorTime after = ProcessorTime.of("cpu  150 0 0 950 0 0 0 0 0 0", 62);

        assertThat(after.takenByOthersSince(before)).isZero();
    }

    @Test
    void findsTheTimesBehindAnyName() {
        assertThat(ProcessorTime.ticks("42 (a) name) S 1 42 42 0 -1 4194560 100 0 0 0 7 5 3 1 20 0 1 0 100 1000 100"))
                .isEqualTo(16.0);
    }
}
