package org.s2sgateway.audit;

import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Audit events outside a container: transactions are the test's, and events are written at their end all the same. */
public final class TestAuditEvents {

    /** Thirty-two times the letter k. */
    static final AuditKey KEY = AuditKey.parse("a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=");
    /** Thirty-two times the letter o. */
    static final AuditKey OTHER_KEY = AuditKey.parse("b29vb29vb29vb29vb29vb29vb29vb29vb29vb29vb28=");

    static final AuditConfig CONFIG = config(KEY);

    private static final Map<EntityManager, TransactionEnd> UNDER_WAY = new ConcurrentHashMap<>();

    private static final Map<EntityManager, List<Synchronization>> ENDING = new ConcurrentHashMap<>();

    private TestAuditEvents() {}

    /** The events in the transaction that the test has begun. */
    public static AuditEvents with(EntityManager entityManager) {
        var events = new AuditEvents();
        events.entityManager = entityManager;
        events.end = UNDER_WAY.getOrDefault(entityManager, end(entityManager, CONFIG, new SeenHeads()));
        return events;
    }

    /** What is in the database, oldest first. */
    public static List<AuditEvent> all(EntityManager entityManager) {
        return new StoredEvents(entityManager).after(0, null, Integer.MAX_VALUE);
    }

    /** Does the work and then, in the same transaction, writes the events that it has recorded. */
    public static <T> T endingWith(EntityManager entityManager, Supplier<T> work) {
        return endingWith(entityManager, CONFIG, new SeenHeads(), work);
    }

    @SuppressWarnings("unchecked") // what the work has returned
    static <T> T endingWith(EntityManager entityManager, AuditConfig config, SeenHeads seen, Supplier<T> work) {
        TransactionEnd end = end(entityManager, config, seen);
        UNDER_WAY.put(entityManager, end);
        try {
            return (T) end.around(work::get);
        } catch (RuntimeException unchecked) {
            throw unchecked;
        } catch (Exception checked) {
            throw new IllegalStateException(checked);
        } finally {
            UNDER_WAY.remove(entityManager);
        }
    }

    /** Tells whoever wanted to know how the test's transaction ended. */
    public static void ended(EntityManager entityManager, boolean committed) {
        List<Synchronization> waiting = ENDING.remove(entityManager);
        if (waiting != null) {
            int status = committed ? Status.STATUS_COMMITTED : Status.STATUS_ROLLEDBACK;
            waiting.forEach(it -> it.afterCompletion(status));
        }
    }

    static AuditConfig config(AuditKey active, AuditKey... others) {
        return new AuditConfig(AuditKeys.of(active, List.of(others)), Set.of(), Optional.empty());
    }

    static TransactionEnd end(EntityManager entityManager, AuditConfig config, SeenHeads seen) {
        var end = new TransactionEnd();
        end.entityManager = entityManager;
        end.config = config;
        end.seen = seen;
        end.transactions = new OneTransaction(entityManager, new HashMap<>());
        return end;
    }

    private record OneTransaction(EntityManager entityManager, Map<Object, Object> resources)
            implements TransactionSynchronizationRegistry {

        @Override
        public Object getTransactionKey() {
            return this;
        }

        @Override
        public void putResource(Object key, Object value) {
            resources.put(key, value);
        }

        @Override
        public @Nullable Object getResource(Object key) {
            return resources.get(key);
        }

        @Override
        public int getTransactionStatus() {
            return getRollbackOnly() ? Status.STATUS_MARKED_ROLLBACK : Status.STATUS_ACTIVE;
        }

        @Override
        public boolean getRollbackOnly() {
            return entityManager.getTransaction().getRollbackOnly();
        }

        @Override
        public void setRollbackOnly() {
            entityManager.getTransaction().setRollbackOnly();
        }

        @Override
        public void registerInterposedSynchronization(Synchronization synchronization) {
            ENDING.computeIfAbsent(entityManager, it -> new ArrayList<>()).add(synchronization);
        }
    }
}
