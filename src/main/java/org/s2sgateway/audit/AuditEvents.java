package org.s2sgateway.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Every remembered change, newest first. Thread-safe. */
@ApplicationScoped
public class AuditEvents {

    @PersistenceContext(unitName = "s2s")
    EntityManager entityManager;

    /** Remembers a change in the transaction that makes it: both happen or neither. Refuses to run without one. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void record(AuditEntry entry) {
        entityManager.persist(new AuditEvent(entry, Instant.now()));
    }

    /** Remembers what happened outside of any transaction, in one of its own: all of it or nothing. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void recordTogether(List<AuditEntry> entries) {
        entries.forEach(this::record);
    }

    /** At most {@code limit} events older than the one with the given number; {@code Long.MAX_VALUE} for the newest. */
    public List<AuditEvent> before(long id, int limit) {
        return entityManager
                .createQuery("select e from AuditEvent e where e.id < :id order by e.id desc", AuditEvent.class)
                .setParameter("id", id)
                .setMaxResults(limit)
                .getResultList();
    }

    /** The same, of one tenant and its environments. */
    public List<AuditEvent> before(long id, UUID tenantId, int limit) {
        return entityManager
                .createQuery(
                        "select e from AuditEvent e where e.tenantId = :tenantId and e.id < :id order by e.id desc",
                        AuditEvent.class)
                .setParameter("tenantId", tenantId.toString())
                .setParameter("id", id)
                .setMaxResults(limit)
                .getResultList();
    }
}
