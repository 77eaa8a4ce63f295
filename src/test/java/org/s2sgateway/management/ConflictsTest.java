package org.s2sgateway.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

class ConflictsTest {

    @Test
    void givesTheResult() {
        assertThat(Conflicts.refused(() -> "done")).isEqualTo("done");
    }

    @Test
    void aLostUpdateIsAConflict() {
        assertConflict(new OptimisticLockException());
    }

    @Test
    void twoInsertsOfTheSameAreAConflict() {
        assertConflict(new PersistenceException(new RuntimeException(new SQLException("duplicate", "23505"))));
    }

    @Test
    void aBrokenDatabaseIsNot() {
        var broken = new PersistenceException(new SQLException("gone", "08006"));

        assertThatExceptionOfType(PersistenceException.class)
                .isThrownBy(() -> Conflicts.refused(() -> {
                    throw broken;
                }))
                .isSameAs(broken);
    }

    private static void assertConflict(RuntimeException thrown) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Conflicts.refused(() -> {
                    throw thrown;
                }))
                .satisfies(refusal -> assertThat(refusal.type()).isEqualTo(ProblemType.CONFLICT));
    }
}
