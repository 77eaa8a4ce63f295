package org.s2sgateway.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.s2sgateway.audit.AuditEntry;
import org.s2sgateway.audit.AuditEvents;
import org.s2sgateway.settings.Secret;

/** Every browser that is at the identity provider at the moment. Thread-safe. */
@ApplicationScoped
class SignInRequests {

    /** So many old rows go with each new one: the table shrinks as long as anybody signs in. */
    private static final int SWEPT = 50;

    @PersistenceContext(unitName = "s2s")
    EntityManager entityManager;

    @Inject
    AuditEvents auditEvents;

    @Transactional
    void add(SignInRequest request) {
        entityManager.persist(request);
    }

    /**
     * Takes the request of this state away, so that nobody else can have it: of two who come at once one gets it. It goes
     * even if the other conditions are not met: a state that turns up elsewhere has leaked.
     */
    @Transactional
    Optional<SignInRequest> take(Secret state) {
        String hash = Browser.hash(state);
        SignInRequest request = entityManager.find(SignInRequest.class, hash);
        int taken = entityManager
                .createQuery("delete from SignInRequest r where r.stateHash = :hash")
                .setParameter("hash", hash)
                .executeUpdate();
        return taken == 1 ? Optional.ofNullable(request) : Optional.empty();
    }

    /** Remembers that a sign-in which was begun here failed. What nobody had begun is not worth a row. */
    @Transactional
    void refused(SignInRequest request, String code) {
        auditEvents.record(
                new AuditEntry("person.sign-in-refused", "nobody", request.tenantId(), request.resource(), code));
    }

    /** Removes what is over. One after the other in the order of keys, so that two who sweep do not block each other. */
    @Transactional
    void sweep(Instant now) {
        entityManager
                .createQuery(
                        "select r.stateHash from SignInRequest r where r.expiresAt < :now order by r.stateHash",
                        String.class)
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .setMaxResults(SWEPT)
                .getResultList()
                .forEach(hash -> entityManager
                        .createQuery("delete from SignInRequest r where r.stateHash = :hash")
                        .setParameter("hash", hash)
                        .executeUpdate());
    }
}
