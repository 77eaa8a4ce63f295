package org.s2sgateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditQueueTest {

    private static final AuditEntry ENTRY =
            new AuditEntry("dataverse.impersonated", "orders-service", Optional.empty(), Optional.empty(), "POST");

    private final CountDownLatch database = new CountDownLatch(1);
    private final List<AuditEntry> stored = new CopyOnWriteArrayList<>();
    private AuditQueue queue = AuditQueue.into(stored::addAll);

    @AfterEach
    void close() {
        database.countDown();
        queue.close();
    }

    @Test
    void tellsWhenAnEventIsRemembered() {
        record().join();

        assertThat(stored).containsExactly(ENTRY);
    }

    @Test
    void tellsWhyAnEventIsNot() {
        queue = AuditQueue.into(entries -> {
            throw new IllegalStateException("no database");
        });

        assertThat(record())
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withMessageContaining("no database");
    }

    /** Beside the 10,000 that wait there are those that two threads are writing, up to 100 each. */
    @Test
    void holdsNobodyUpAndTakesNoMoreThanTenThousandWhileTheDatabaseHangs() {
        queue = AuditQueue.into(this::hang);
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        CompletableFuture<Void> next = record();
        while (!next.isDone() && waiting.size() < 20_000) {
            waiting.add(next);
            next = record();
        }

        assertThat(next).isCompletedExceptionally();
        assertThat(waiting).hasSizeBetween(10_002, 10_200).noneMatch(CompletableFuture::isDone);

        database.countDown();
        waiting.forEach(CompletableFuture::join);
        assertThat(stored).hasSize(waiting.size());
    }

    @Test
    void writesWhatIsWaitingTogether() {
        List<Integer> turns = new CopyOnWriteArrayList<>();
        queue = AuditQueue.into(entries -> {
            hang(entries);
            turns.add(entries.size());
        });
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            waiting.add(record());
        }

        database.countDown();

        waiting.forEach(CompletableFuture::join);
        assertThat(stored).hasSize(500);
        assertThat(turns).hasSizeLessThan(20).allMatch(turn -> turn <= 100);
    }

    @Test
    void losesNoOtherEventForOneThatCannotBeWritten() {
        AuditEntry unwritable =
                new AuditEntry("dataverse.impersonated", "x", Optional.empty(), Optional.empty(), "PATCH");
        queue = AuditQueue.into(entries -> {
            if (entries.contains(unwritable)) {
                hang(List.of());
                throw new IllegalStateException("not this one");
            }
            hang(entries);
        });
        List<CompletableFuture<Void>> good = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            good.add(record());
        }
        CompletableFuture<Void> bad = queue.record(List.of(unwritable)).toCompletableFuture();
        good.add(record());
        database.countDown();

        good.forEach(CompletableFuture::join);
        assertThat(bad).failsWithin(Duration.ofSeconds(30));
        assertThat(stored).hasSize(21).containsOnly(ENTRY);
    }

    @Test
    void writesWhatIsWaitingBeforeItCloses() {
        queue = AuditQueue.into(this::hang);
        List<CompletableFuture<Void>> waiting = List.of(record(), record(), record());
        database.countDown();

        queue.close();

        assertThat(waiting).allMatch(CompletableFuture::isDone);
        assertThat(stored).hasSize(3);
        assertThat(record()).isCompletedExceptionally();
    }

    private CompletableFuture<Void> record() {
        return queue.record(List.of(ENTRY)).toCompletableFuture();
    }

    private void hang(List<AuditEntry> entries) {
        try {
            database.await();
        } catch (InterruptedException stopping) {
            throw new IllegalStateException(stopping);
        }
        stored.addAll(entries);
    }
}
