package org.s2sgateway.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.ZoneOffset;

/** What is at the front of a chain and older than events are kept. Thread-safe. */
@ApplicationScoped
class OldEvents {

    /** So many at a time: whoever writes into the chain waits no longer than that takes. */
    static final int AT_ONCE = 500;

    @PersistenceContext(unitName = "s2s")
    EntityManager entityManager;

    @Inject
    AuditConfig config;

    /**
     * What was removed.
     *
     * @param events how many, those aside that told of an earlier removal: they would tell of each other for ever
     * @param more whether there may be more
     */
    record Removed(long events, boolean more) {}

    /**
     * Removes some of the events from before that time, and leaves in the chain's row where it begins now: the rest still
     * verifies. Of the events, those that are older than the first one which is not. They are verified once more while the
     * chain is locked: else somebody could have made a young event look old since.
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    Removed remove(ChainName chain, Instant before) {
        ChainRow row = entityManager.find(ChainRow.class, chain.chain(), LockModeType.PESSIMISTIC_WRITE);
        if (row == null || !row.head().fits(config.keys())) {
            return new Removed(0, false);
        }
        ChainHead head = row.head();
        ChainWalk walk = new ChainWalk(config.keys(), head);
        long number = head.removedNumber();
        String mac = head.removedMac();
        long told = 0;
        for (AuditEvent event : new StoredEvents(entityManager).inChain(chain, 0, AT_ONCE)) {
            if (!event.at().isBefore(before)) {
                break;
            }
            if (walk.step(event).isPresent()) {
                return new Removed(0, false);
            }
            number++;
            told += event.action().equals(AuditRetention.REMOVED) ? 0 : 1;
            mac = String.valueOf(event.stored().mac());
        }
        long older = statement(chain, "delete from AuditEvent e where e.number is null and e.at < :time and %s")
                .setParameter("time", before.atOffset(ZoneOffset.UTC))
                .executeUpdate();
        delete(chain, number);
        row.change(head.shortened(number, mac, head.beforeCount() - older)
                .sealed(config.keys().active()));
        entityManager.flush();
        return new Removed(told + older, number == head.removedNumber() + AT_ONCE);
    }

    private void delete(ChainName chain, long to) {
        statement(
                        chain,
                        "delete from AuditPersons p where p.eventId in"
                                + " (select e.id from AuditEvent e where e.number <= :to and %s)")
                .setParameter("to", to)
                .executeUpdate();
        statement(chain, "delete from AuditEvent e where e.number <= :to and %s")
                .setParameter("to", to)
                .executeUpdate();
    }

    private Query statement(ChainName chain, String text) {
        return chain.bound(entityManager.createQuery(text.formatted(chain.condition())));
    }
}
