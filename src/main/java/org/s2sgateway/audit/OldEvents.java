package org.s2sgateway.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** What is at the front of a chain and older than events are kept. Thread-safe. */
@ApplicationScoped
class OldEvents {

    /** So many at a time: whoever writes into the chain waits no longer than that takes. */
    static final int AT_ONCE = 5_000;

    @PersistenceContext(unitName = "s2s")
    EntityManager entityManager;

    @Inject
    AuditConfig config;

    /**
     * Removes some of the events from before that time, and leaves in the chain's row where it begins now: the rest still
     * verifies. Of the events, those that are older than the first one which is not.
     *
     * @return whether there may be more
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    boolean remove(ChainName chain, Instant before) {
        ChainRow row = entityManager.find(ChainRow.class, chain.chain(), LockModeType.PESSIMISTIC_WRITE);
        if (row == null || !row.head().fits(config.keys())) {
            return false;
        }
        ChainHead head = row.head();
        OffsetDateTime time = before.atOffset(ZoneOffset.UTC);
        long wanted = lastToRemove(chain, head, time);
        long to = Math.min(wanted, head.removedNumber() + AT_ONCE);
        long older = statement(chain, "delete from AuditEvent e where e.number is null and e.at < :time and %s")
                .setParameter("time", time)
                .executeUpdate();
        String mac = to == head.removedNumber() ? head.removedMac() : macOf(chain, to);
        delete(chain, to);
        row.change(head.shortened(to, mac, head.beforeCount() - older)
                .sealed(config.keys().active()));
        entityManager.flush();
        return to < wanted;
    }

    private long lastToRemove(ChainName chain, ChainHead head, OffsetDateTime time) {
        Long kept = chain.bound(entityManager.createQuery(
                        "select min(e.number) from AuditEvent e where e.number > :removed and e.at >= :time and "
                                + chain.condition(),
                        Long.class))
                .setParameter("removed", head.removedNumber())
                .setParameter("time", time)
                .getSingleResult();
        return kept == null ? head.lastNumber() : kept - 1;
    }

    private String macOf(ChainName chain, long number) {
        return chain.bound(entityManager.createQuery(
                        "select e.mac from AuditEvent e where e.number = :number and " + chain.condition(),
                        String.class))
                .setParameter("number", number)
                .getSingleResult();
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
