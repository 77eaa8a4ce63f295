package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnswerThreadsTest {

    private static final String SLOW = "slow";
    private static final String OTHER = "other";

    private final AnswerThreads threads = new AnswerThreads();
    private final CountDownLatch read = new CountDownLatch(1);
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final Semaphore beginnings = new Semaphore(0);

    @BeforeEach
    void open() {
        threads.open();
    }

    @AfterEach
    void close() {
        threads.close();
    }

    @Test
    void leavesThreadsForOthersThanTheOneWhoReadsSlowly() throws InterruptedException {
        assertThat(flowing(SLOW, 500)).isEqualTo(48 + 192);
        assertThat(beginnings.tryAcquire(48, 20, TimeUnit.SECONDS)).isTrue();

        assertThat(flowing(OTHER, 1)).isEqualTo(1);
        assertThat(beginnings.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        assertThat(begun).hasSize(49).endsWith(OTHER);
    }

    @Test
    void limitsThemAllTogether() throws InterruptedException {
        int taken = flowing("a", 48) + flowing("b", 48 + 128) + flowing("c", 500);

        assertThat(taken).isEqualTo(64 + 256);
        assertThat(beginnings.tryAcquire(64, 20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void writesEverythingInTheEnd() throws InterruptedException {
        flowing(SLOW, 100);
        flowing(OTHER, 100);
        read.countDown();

        assertThat(beginnings.tryAcquire(200, 20, TimeUnit.SECONDS)).isTrue();
        // All places are free again.
        assertThat(begun).containsOnly(SLOW, OTHER).hasSize(200);
        assertThat(flowing(SLOW, 48)).isEqualTo(48);
        assertThat(beginnings.tryAcquire(48, 20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void givesThePlaceBackOfAnAnswerThatFails() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            assertThat(threads.flow(SLOW, () -> {
                        throw new IllegalStateException("defect");
                    }))
                    .isTrue();
        }
        read.countDown();

        assertThat(flowing(SLOW, 1)).isEqualTo(1);
        assertThat(beginnings.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    }

    /** How many of so many answers are taken; each flows until the consumer reads. */
    private int flowing(String consumer, int answers) {
        int taken = 0;
        for (int i = 0; i < answers; i++) {
            taken += threads.flow(consumer, () -> flow(consumer)) ? 1 : 0;
        }
        return taken;
    }

    private void flow(String consumer) {
        begun.add(consumer);
        beginnings.release();
        try {
            read.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
