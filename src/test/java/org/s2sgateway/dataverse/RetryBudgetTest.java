package org.s2sgateway.dataverse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

    private final RetryBudget budget = new RetryBudget(0);

    @Test
    void allowsTenAndThenOneForEveryFiveCalls() {
        assertThat(taken(100)).isEqualTo(10);
        for (int call = 0; call < 50; call++) {
            budget.called(0);
        }
        assertThat(taken(100)).isBetween(9, 10);
    }

    @Test
    void multipliesAnOutageByAFifthAtMost() {
        int retries = 0;
        for (int call = 0; call < 1_000; call++) {
            budget.called(0);
            retries += taken(3);
        }
        assertThat(retries).isBetween(200, 212);
    }

    @Test
    void growsAgainWithTimeButNotAboveTen() {
        taken(10);
        assertThat(budget.isFull(TimeUnit.SECONDS.toNanos(50))).isFalse();
        assertThat(budget.take(TimeUnit.SECONDS.toNanos(50))).isTrue();
        assertThat(budget.isFull(TimeUnit.HOURS.toNanos(1))).isTrue();
        int taken = 0;
        while (budget.take(TimeUnit.HOURS.toNanos(1))) {
            taken++;
        }
        assertThat(taken).isEqualTo(10);
    }

    private int taken(int wanted) {
        int taken = 0;
        for (int i = 0; i < wanted; i++) {
            taken += budget.take(0) ? 1 : 0;
        }
        return taken;
    }
}
