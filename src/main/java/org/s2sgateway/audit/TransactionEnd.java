package org.s2sgateway.audit;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Keeps the events of a transaction until it is about to end, and writes them then: chains are locked for as short as
 * possible, and after everything else.
 *
 * <p>It does so when the method returns that began the transaction, and not in its synchronizations: there the providers
 * of JPA differ in what may still be written. Thread-safe.
 */
@ApplicationScoped
class TransactionEnd {

    /** Where a transaction keeps its events. */
    private static final Object KEY = TransactionEnd.class.getName();

    @PersistenceContext(unitName = "s2s")
    EntityManager entityManager;

    @Inject
    AuditConfig config;

    @Inject
    SeenHeads seen;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry transactions;

    /** Does the work, and if no other such work of the same transaction is around it, then writes what was recorded. */
    Object around(Callable<?> work) throws Exception {
        if (transactions.getTransactionKey() == null || waiting().isOpen()) {
            return work.call();
        }
        Waiting waiting = new Waiting();
        transactions.putResource(KEY, waiting);
        try {
            Object result = work.call();
            write(waiting);
            return result;
        } catch (RuntimeException rollingBack) {
            throw rollingBack;
        } catch (Exception ending) {
            // Jakarta Transactions 2.0 section 3.7: a checked exception does not roll back.
            write(waiting);
            throw ending;
        } finally {
            waiting.close();
        }
    }

    /** Takes an event up into the transaction that is under way. */
    void add(Recorded event) {
        Waiting waiting = waiting();
        if (waiting.isOpen()) {
            waiting.events.add(event);
        } else {
            append(List.of(event));
        }
    }

    private void write(Waiting waiting) {
        if (transactions.getTransactionStatus() == Status.STATUS_ACTIVE) {
            append(waiting.events);
        }
    }

    private void append(List<Recorded> events) {
        List<ChainHead> ends = new Ledger(entityManager, config.keys(), seen).append(events);
        // One that is to be rolled back takes no synchronization any more, and leaves nothing to be seen.
        if (!ends.isEmpty() && transactions.getTransactionStatus() == Status.STATUS_ACTIVE) {
            transactions.registerInterposedSynchronization(new Committed(() -> ends.forEach(seen::saw)));
        }
    }

    private Waiting waiting() {
        return transactions.getResource(KEY) instanceof Waiting waiting ? waiting : Waiting.closed();
    }

    /** What is done when, and only if, the transaction was committed. */
    private record Committed(Runnable then) implements Synchronization {

        @Override
        public void beforeCompletion() {
            // Everything is written by now.
        }

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                then.run();
            }
        }
    }

    /** The events of one transaction, for as long as somebody will write them. */
    private static final class Waiting {

        private final List<Recorded> events = new ArrayList<>();
        private boolean open = true;

        static Waiting closed() {
            Waiting nobody = new Waiting();
            nobody.close();
            return nobody;
        }

        boolean isOpen() {
            return open;
        }

        void close() {
            open = false;
        }
    }
}
