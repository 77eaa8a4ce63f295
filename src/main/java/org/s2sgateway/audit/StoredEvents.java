package org.s2sgateway.audit;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads events together with the persons that they tell of. */
record StoredEvents(EntityManager entityManager) {

    /** At most so many events older than that id, of one tenant if one is given, newest first. */
    List<AuditEvent> before(long id, @Nullable String tenantId, int limit) {
        String ofTenant = tenantId == null ? "" : " and e.tenantId = :tenantId";
        TypedQuery<AuditRow> query = entityManager.createQuery(
                "select e from AuditEvent e where e.id < :id" + ofTenant + " order by e.id desc", AuditRow.class);
        return read(query.setParameter("id", id), tenantId, limit);
    }

    /** The same of what is newer, oldest first. */
    List<AuditEvent> after(long id, @Nullable String tenantId, int limit) {
        String ofTenant = tenantId == null ? "" : " and e.tenantId = :tenantId";
        TypedQuery<AuditRow> query = entityManager.createQuery(
                "select e from AuditEvent e where e.id > :id" + ofTenant + " order by e.id", AuditRow.class);
        return read(query.setParameter("id", id), tenantId, limit);
    }

    /** The same, of one chain and without what is older than the chain. */
    List<AuditEvent> inChain(ChainName chain, long afterId, int limit) {
        TypedQuery<AuditRow> query = entityManager.createQuery(
                "select e from AuditEvent e where e.id > :id and e.number is not null and " + chain.condition()
                        + " order by e.id",
                AuditRow.class);
        return read(query.setParameter("id", afterId), chain.tenantId(), limit);
    }

    /** The HMAC of the event with that number; empty where there is none. */
    Optional<String> macOf(ChainName chain, long number) {
        TypedQuery<String> query = entityManager.createQuery(
                "select e.mac from AuditEvent e where e.number = :number and " + chain.condition(), String.class);
        return chain.bound(query)
                .setParameter("number", number)
                .getResultStream()
                .findFirst();
    }

    /** How many events of the chain's tenant are older than the chain. */
    long countBefore(ChainName chain) {
        TypedQuery<Long> query = entityManager.createQuery(
                "select count(e) from AuditEvent e where e.number is null and " + chain.condition(), Long.class);
        return chain.bound(query).getSingleResult();
    }

    private List<AuditEvent> read(TypedQuery<AuditRow> query, @Nullable String tenantId, int limit) {
        if (tenantId != null) {
            query.setParameter("tenantId", tenantId);
        }
        List<ChainedEvent> events = query.setMaxResults(limit)
                .getResultStream()
                .map(AuditRow::event)
                .toList();
        Map<Long, Persons> persons = personsOf(events);
        return events.stream()
                .map(event -> new AuditEvent(event, Optional.ofNullable(persons.get(event.id()))))
                .toList();
    }

    // Of all of them, also of those that should have none: that is something to be noticed.
    private Map<Long, Persons> personsOf(List<ChainedEvent> events) {
        Map<Long, Persons> persons = new HashMap<>();
        if (!events.isEmpty()) {
            entityManager
                    .createQuery("select p from AuditPersons p where p.eventId in :ids", PersonsRow.class)
                    .setParameter("ids", events.stream().map(ChainedEvent::id).toList())
                    .getResultStream()
                    .forEach(row -> persons.put(row.eventId(), row.persons()));
        }
        return persons;
    }
}
