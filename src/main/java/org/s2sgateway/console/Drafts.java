package org.s2sgateway.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.s2sgateway.identity.SignedIn;

/**
 * Keeps for a day what staff had filled in when their sign-in had ended: the ten latest of each person. Thread-safe.
 */
@ApplicationScoped
public class Drafts {

    private static final Duration KEPT = Duration.ofDays(1);
    private static final int AT_ONCE = 10;

    @PersistenceContext(unitName = "s2s")
    EntityManager entityManager;

    Clock clock = Clock.systemUTC();

    /** Keeps what that person has filled in. */
    @Transactional
    public Draft keep(SignedIn person, TypedFields fields) {
        Instant now = clock.instant();
        entityManager
                .createQuery("delete from Draft d where d.expiresAt < :now")
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .executeUpdate();
        entityManager
                .createQuery(
                        "select d from Draft d where d.tenantId = :tenant and d.objectId = :object"
                                + " order by d.expiresAt desc, d.id",
                        Draft.class)
                .setParameter("tenant", person.tenantId().toString())
                .setParameter("object", person.objectId().toString())
                .setFirstResult(AT_ONCE - 1)
                .getResultList()
                .forEach(entityManager::remove);
        Draft draft = new Draft(person, fields, now.plus(KEPT));
        entityManager.persist(draft);
        return draft;
    }

    /** What that person has filled in; empty for what is another's, or over. */
    public Optional<TypedFields> find(UUID id, SignedIn person) {
        return Optional.ofNullable(entityManager.find(Draft.class, id.toString()))
                .filter(draft -> draft.isOf(person))
                .filter(draft -> !draft.isOver(clock.instant()))
                .map(Draft::fields);
    }
}
