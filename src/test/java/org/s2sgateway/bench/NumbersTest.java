package org.s2sgateway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NumbersTest {

    private static final long[] ONE_TO_1000 = LongStream.rangeClosed(1, 1000).toArray();

    @Test
    void takesTheMiddleOneWhateverTheOrder() {
        assertThat(Numbers.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5.0);
    }

    @Test
    void takesTheMeanOfTheTwoInTheMiddle() {
        assertThat(Numbers.median(List.of(4.0, 1.0, 2.0, 100.0))).isEqualTo(3.0);
    }

    @Test
    void hasNoMedianOfNothing() {
        assertThat(Numbers.median(List.of())).isNaN();
    }

    @Test
    void countsRanksUpwards() {
        assertThat(Numbers.percentile(ONE_TO_1000, 50)).isEqualTo(500);
        assertThat(Numbers.percentile(ONE_TO_1000, 99)).isEqualTo(990);
        assertThat(Numbers.percentile(ONE_TO_1000, 99.9)).isEqualTo(999);
        assertThat(Numbers.percentile(ONE_TO_1000, 99.95)).isEqualTo(1000);
        assertThat(Numbers.percentile(ONE_TO_1000, 100)).isEqualTo(1000);
        assertThat(Numbers.percentile(ONE_TO_1000, 0.01)).isEqualTo(1);
    }

    @Test
    void takesAValueThatOccurred() {
        assertThat(Numbers.percentile(new long[] {30, 10, 20}, 50)).isEqualTo(20);
        assertThat(Numbers.percentile(new long[] {30, 10, 20}, 99)).isEqualTo(30);
        assertThat(Numbers.percentile(new long[] {7}, 1)).isEqualTo(7);
    }

    @Test
    void leavesTheValuesAsTheyAre() {
        long[] values = {3, 1, 2};

        Numbers.percentile(values, 50);

        assertThat(values).containsExactly(3, 1, 2);
    }

    @Test
    void hasNothingToSayOfNothing() {
        assertThat(Numbers.percentile(new long[0], 99)).isZero();
    }

    @Test
    void refusesWhatIsNoPercentile() {
        assertThatThrownBy(() -> Numbers.percentile(ONE_TO_1000, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Numbers.percentile(ONE_TO_1000, 101)).isInstanceOf(IllegalArgumentException.class);
    }
}
