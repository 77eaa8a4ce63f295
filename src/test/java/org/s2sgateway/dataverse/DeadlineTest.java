package org.s2sgateway.dataverse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.s2sgateway.testing.MovableTimeline;

class DeadlineTest {

    private final MovableTimeline timeline = new MovableTimeline();

    @Test
    void isTwoMinutesWhereNothingIsWanted() {
        assertThat(seconds()).isEqualTo(120);
        assertThat(seconds("odata.maxpagesize=2", "return=representation")).isEqualTo(120);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait=10 | 10",
                "Wait = 10 | 10",
                "respond-async, wait=10 | 10",
                "return=representation; x=y , wait=\"10\" | 10",
                "wait=0 | 1",
                "wait=600 | 600",
                "wait=601 | 600",
                "wait=99999999999999999999 | 600",
                "wait=10 ; x | 10",
                "wait=10, respond-async | 10",
                "wait=soon | 120",
                "wait=10s | 120",
                "wait=1.5 | 120",
                "wait=\"10 | 120",
                "wait= | 120",
                "wait=-5 | 120",
                "wait | 120",
                "await=10 | 120",
                "waiting=10 | 120",
                "return=x; wait=10 | 120",
                "odata.include-annotations=\"a,wait=10\" | 120",
                "wait=5, wait=10 | 5"
            })
    void honoursThePreferenceToWait(String prefer, long seconds) {
        assertThat(seconds(prefer)).isEqualTo(seconds);
        assertThat(Deadline.of(List.of(prefer), timeline).limit()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void looksThroughAllPreferences() {
        assertThat(seconds("return=minimal", "wait=7")).isEqualTo(7);
    }

    @Test
    void tellsWhatIsLeftAndWhenItIsOver() {
        AtomicInteger rung = new AtomicInteger();
        Deadline deadline = Deadline.of(List.of("wait=10"), timeline);
        deadline.atEnd(rung::incrementAndGet);
        timeline.advance(Duration.ofSeconds(9));

        assertThat(deadline.left()).isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(deadline.allows(Duration.ofMillis(999).toNanos())).isTrue();
        assertThat(deadline.allows(Duration.ofSeconds(1).toNanos())).isFalse();
        assertThat(rung).hasValue(0);

        timeline.advance(Duration.ofSeconds(2));
        assertThat(rung).hasValue(1);
        assertThat(deadline.left()).isNegative();
    }

    @Test
    void allowsAPartOfTheCallLessTime() {
        Deadline deadline = Deadline.of(List.of("wait=30"), timeline);
        timeline.advance(Duration.ofSeconds(5));
        assertThat(deadline.within(Duration.ofSeconds(20)).left())
                .isEqualTo(Duration.ofSeconds(20).toNanos());

        timeline.advance(Duration.ofSeconds(15));
        assertThat(deadline.within(Duration.ofSeconds(20)).left())
                .isEqualTo(Duration.ofSeconds(10).toNanos());
    }

    private long seconds(String... prefer) {
        return Duration.ofNanos(Deadline.of(List.of(prefer), timeline).left()).toSeconds();
    }
}
