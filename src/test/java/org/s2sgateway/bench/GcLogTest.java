package org.s2sgateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GcLogTest {

    @Test
    void findsTheFullestHeap() {
        assertThat(GcLog.fullest(List.of(
                        "[0.012s][info][gc] Using G1",
                        "[1.234s][info][gc] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 23M->5M(512M) 5.123ms",
                        "[2.345s][info][gc] GC(1) Pause Young (Concurrent Start) (Metadata GC Threshold) 310M->40M(512M) 9.1ms",
                        "[2.399s][info][gc] GC(2) Concurrent Mark Cycle 50.123ms")))
                .isEqualTo(310.0);
    }

    @Test
    void knowsNothingBeforeTheFirstCollection() {
        assertThat(GcLog.fullest(List.of("[0.012s][info][gc] Using Serial"))).isNaN();
    }
}
