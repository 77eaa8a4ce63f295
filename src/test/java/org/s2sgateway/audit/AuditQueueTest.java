package org.s2sgateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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

    @Test
    void holdsNobodyUpAndTakesNoMoreThanTenThousandWhileTheDatabaseHangs() {
        queue = AuditQueue.into(this::hang);
        List<CompletableFuture<Void>> waiting = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 10_002; i++) {
            waiting.add(record());
        }

        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        assertThat(record()).isCompletedExceptionally();

        database.countDown();
        waiting.forEach(CompletableFuture::join);
        assertThat(stored).hasSize(10_002);
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
