package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.s2sgateway.audit.AuditEntry;
import org.s2sgateway.audit.AuditQueue;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

class ActedAsTest {

    private static final UUID TENANT = UUID.fromString("c0a00000-0000-4000-8000-000000000001");
    private static final String ONE = "CallerObjectId 5f0d3a9c-1111-4222-8333-444455556666";
    private static final String OTHER = "MSCRMCallerID 5f0d3a9c-1111-4222-8333-777788889999";
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final Refusal REFUSAL = new Refusal(ProblemType.TIMEOUT, "No answer");

    private final CountDownLatch database = new CountDownLatch(1);
    private final List<AuditEntry> stored = new CopyOnWriteArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger(ActedAs.class.getName());
    private final Handler recorder = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private AuditQueue audit = AuditQueue.into(stored::addAll);
    private Optional<UUID> caller = Optional.empty();

    @BeforeEach
    void listen() {
        logger.addHandler(recorder);
    }

    @AfterEach
    void close() {
        logger.removeHandler(recorder);
        database.countDown();
        audit.close();
    }

    @Test
    void remembersNothingOfACallThatActedAsNobodyElse() {
        List<String> gone = new ArrayList<>();

        actedAs(Set.of()).refused(REFUSAL, () -> gone.add("on"));

        assertThat(gone).containsExactly("on");
        assertThat(stored).isEmpty();
    }

    @Test
    void remembersEveryUserBeforeTheAnswer() {
        CompletableFuture<List<AuditEntry>> answered = new CompletableFuture<>();

        actedAs(Set.of(ONE, OTHER)).refused(REFUSAL, () -> answered.complete(List.copyOf(stored)));

        assertThat(answered.join())
                .containsExactlyInAnyOrder(
                        entry(ONE, "POST as {person}: 504 S2S.Timeout; client request id-1, trace " + TRACE),
                        entry(OTHER, "POST as {person}: 504 S2S.Timeout; client request id-1, trace " + TRACE));
        assertThat(lines).isEmpty();
    }

    @Test
    void remembersWhoReallyActedToo() {
        caller = Optional.of(TENANT);
        CompletableFuture<List<AuditEntry>> answered = new CompletableFuture<>();

        actedAs(Set.of(ONE)).refused(REFUSAL, () -> answered.complete(List.copyOf(stored)));

        assertThat(answered.join())
                .containsExactly(entry(
                        ONE + " for the caller " + TENANT,
                        "POST as {person}: 504 S2S.Timeout; client request id-1, trace " + TRACE));
    }

    @Test
    void namesWhoActedAsThemselvesOnce() {
        caller = Optional.of(UUID.fromString("5f0d3a9c-1111-4222-8333-444455556666"));
        CompletableFuture<List<AuditEntry>> answered = new CompletableFuture<>();

        actedAs(Set.of(ONE)).refused(REFUSAL, () -> answered.complete(List.copyOf(stored)));

        assertThat(answered.join()).extracting(AuditEntry::named).containsExactly(Optional.of(ONE));
    }

    @Test
    void answersThoughTheDatabaseHangs() {
        audit = AuditQueue.into(entries -> {
            await();
            stored.addAll(entries);
        });
        CompletableFuture<List<AuditEntry>> answered = new CompletableFuture<>();

        actedAs(Set.of(ONE)).refused(REFUSAL, () -> answered.complete(List.copyOf(stored)));

        assertThat(answered.join()).isEmpty();
        database.countDown();
        audit.close();
        assertThat(stored).hasSize(1);
        assertThat(lines).isEmpty();
    }

    @Test
    void saysInTheLogWhatTheAuditLacks() {
        audit = AuditQueue.into(entries -> {
            throw new IllegalStateException("no database");
        });
        CompletableFuture<Void> answered = new CompletableFuture<>();

        actedAs(Set.of(ONE)).refused(REFUSAL, () -> answered.complete(null));

        answered.join();
        assertThat(lines)
                .containsExactly("The audit lacks an event: dataverse.impersonated by orders-service at"
                        + " contoso.crm4.dynamics.com, POST as " + ONE
                        + ": 504 S2S.Timeout; client request id-1, trace " + TRACE);
    }

    private ActedAs actedAs(Set<String> users) {
        CallLog log = new CallLog(
                "orders-service",
                "POST",
                "contoso.crm4.dynamics.com",
                new Correlation("id-1", TRACE),
                System.nanoTime());
        return new ActedAs(users, caller, TENANT, log, audit);
    }

    private static AuditEntry entry(String user, String detail) {
        return new AuditEntry(
                "dataverse.impersonated",
                "orders-service",
                Optional.of(TENANT),
                Optional.of("contoso.crm4.dynamics.com"),
                detail,
                Optional.of(user));
    }

    private void await() {
        try {
            database.await();
        } catch (InterruptedException stopping) {
            throw new IllegalStateException(stopping);
        }
    }
}
