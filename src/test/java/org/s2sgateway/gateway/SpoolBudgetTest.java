package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpoolBudgetTest {

    @Test
    void givesAllOrNothingUpToItsLimit() {
        SpoolBudget budget = new SpoolBudget(100, 0);
        SpoolBudget.Share share = budget.memory();

        assertThat(share.take(60)).isTrue();
        assertThat(budget.memory().take(41)).isFalse();
        assertThat(budget.memory().take(40)).isTrue();
        assertThat(share.take(1)).isFalse();
        assertThat(budget.memoryTaken()).isEqualTo(100);
    }

    @Test
    void takesWhatIsGivenBackOnce() {
        SpoolBudget budget = new SpoolBudget(0, 100);
        SpoolBudget.Share share = budget.files();
        assertThat(share.take(60)).isTrue();
        assertThat(budget.files().take(30)).isTrue();

        share.giveBack();
        share.giveBack();
        assertThat(budget.filesTaken()).isEqualTo(30);
    }

    @Test
    void has64MiBOfMemory() {
        SpoolBudget.Share share = SpoolBudget.of(104_857_600).memory();

        assertThat(share.take(67_108_864)).isTrue();
        assertThat(share.take(1)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2147483648",
        "104857600, 2147483648",
        "536870912, 2147483648",
        "536870913, 2147483652",
        "9223372036854775807, 9223372036854775807"
    })
    void has2GiBOfFilesOrFourOfTheLargestBatches(long batchMaxBytes, long octets) {
        SpoolBudget.Share share = SpoolBudget.of(batchMaxBytes).files();

        assertThat(share.take(octets)).isTrue();
        assertThat(share.take(1)).isFalse();
    }

    @Test
    void isNeitherExceededNorUsedUpByManyAtOnce() throws Exception {
        SpoolBudget budget = new SpoolBudget(1000, 0);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> within = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                within.add(threads.submit(() -> staysWithin(budget)));
            }
            for (Future<Boolean> each : within) {
                assertThat(each.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(budget.memoryTaken()).isZero();
    }

    private static boolean staysWithin(SpoolBudget budget) {
        boolean within = true;
        for (int i = 0; i < 10_000; i++) {
            SpoolBudget.Share share = budget.memory();
            share.take(300);
            share.take(7);
            within &= budget.memoryTaken() <= 1000;
            share.giveBack();
            share.giveBack();
        }
        return within;
    }
}
