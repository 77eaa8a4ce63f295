package org.s2sgateway.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Every remembered change, newest first. Thread-safe. */
@ApplicationScoped
public class AuditEvents {

    private static final int PAGE = 500;

    @PersistenceContext(unitName = "s2s")
    EntityManager entityManager;

    @Inject
    TransactionEnd end;

    /** Takes a line of an export. */
    @FunctionalInterface
    public interface Lines {
        void add(String line) throws IOException;
    }

    /**
     * Remembers a change in the transaction that makes it: both happen or neither. Refuses to run without one. The event
     * gets its place in the tenant's chain when the transaction is about to end, and can be read only then.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void record(AuditEntry entry) {
        end.add(Recorded.of(entry));
    }

    /** Remembers what happened outside of any transaction, in one of its own: all of it or nothing. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void recordTogether(List<AuditEntry> entries) {
        entries.forEach(entry -> end.add(Recorded.of(entry)));
    }

    /**
     * Erases, in the transaction that is under way, every person that the tenant's events tell of: actors who are persons,
     * and whoever a detail names. The chain still verifies, and holds an event that says so.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void erasePersons(UUID tenantId, String actor) {
        end.add(Recorded.erasing(new AuditEntry(
                "persons.erased", actor, Optional.of(tenantId), Optional.empty(), "of every event before this one")));
    }

    /** At most {@code limit} events older than the one with the given number; {@code Long.MAX_VALUE} for the newest. */
    public List<AuditEvent> before(long id, int limit) {
        return new StoredEvents(entityManager).before(id, null, limit);
    }

    /** The same, of one tenant and its environments. */
    public List<AuditEvent> before(long id, UUID tenantId, int limit) {
        return new StoredEvents(entityManager).before(id, tenantId.toString(), limit);
    }

    /**
     * Every event that is newer than the one with the given number, of one tenant if one is given, oldest first, each as a
     * JSON object in one line: all that its HMAC is made of, and the persons that it tells of. However many there are, a
     * few hundred are held at a time. Not in a transaction.
     *
     * @throws IOException from whoever takes the lines
     */
    public void export(long after, Optional<UUID> tenantId, Lines lines) throws IOException {
        String tenant = tenantId.map(UUID::toString).orElse(null);
        long last = after;
        List<AuditEvent> page = new StoredEvents(entityManager).after(last, tenant, PAGE);
        while (!page.isEmpty()) {
            for (AuditEvent event : page) {
                lines.add(ExportLine.of(event));
                last = event.id();
            }
            page = new StoredEvents(entityManager).after(last, tenant, PAGE);
        }
    }
}
