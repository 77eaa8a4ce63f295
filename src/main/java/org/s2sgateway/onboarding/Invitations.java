package org.s2sgateway.onboarding;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.s2sgateway.audit.AuditEntry;
import org.s2sgateway.audit.AuditEvents;
import org.s2sgateway.identity.Browser;
import org.s2sgateway.identity.BrowserChanged;
import org.s2sgateway.identity.SignedIn;
import org.s2sgateway.registration.Registration;
import org.s2sgateway.settings.PublicUrl;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.tenant.PersonsErased;

/** The links that lead administrators to the Connect page. Thread-safe. */
@ApplicationScoped
public class Invitations {

    private static final Duration KEPT = Duration.ofDays(30);

    /** Links of one browser for one environment; a further one takes the place of the oldest. */
    private static final int LINKS_AT_ONCE = 3;

    @PersistenceContext(unitName = "s2s")
    EntityManager entityManager;

    @Inject
    AuditEvents auditEvents;

    @Inject
    Registration registration;

    @Inject
    PublicUrl publicUrl;

    /** An invitation and its link, which cannot always be told again. */
    public record Issued(Invitation invitation, Secret url) {}

    /** An operator invites whoever administers the tenant. */
    @Transactional
    public Issued byOperator(UUID tenantId, String actor) {
        UUID id = UUID.randomUUID();
        Secret code = code(id).orElseGet(Browser::random);
        Invitation invitation = Invitation.byOperator(id, code, tenantId, Instant.now());
        entityManager.persist(invitation);
        record("invitation.created", actor, invitation);
        return new Issued(invitation, url(code));
    }

    /** Somebody who began an onboarding makes a link for their administrator. It gives nobody standing. */
    @Transactional
    public Issued by(Browser browser, UUID tenantId, EnvironmentHost host) {
        purge();
        forgetAllBut(LINKS_AT_ONCE - 1, browser, host);
        Secret code = Browser.random();
        Invitation invitation = Invitation.by(browser, code, tenantId, host, Instant.now());
        entityManager.persist(invitation);
        return new Issued(invitation, url(code));
    }

    /** The invitation with that code, if it is neither revoked nor over. */
    public Optional<Invitation> find(Secret code) {
        return entityManager
                .createQuery("select i from Invitation i where i.codeHash = :code", Invitation.class)
                .setParameter("code", Browser.hash(code))
                .getResultStream()
                .findFirst()
                .filter(invitation -> invitation.isUsable(Instant.now()));
    }

    /**
     * At most {@code limit} invitations of a tenant behind the given id that can still be used, or that an operator made
     * and somebody accepted: these vouch for that person until they are revoked.
     */
    public List<Invitation> after(String id, UUID tenantId, int limit) {
        return entityManager
                .createQuery(
                        "select i from Invitation i where i.tenantId = :tenant and i.id > :after"
                                + " and i.revokedAt is null and (i.expiresAt > :now"
                                + " or (i.byOperator = true and i.acceptedBy is not null)) order by i.id",
                        Invitation.class)
                .setParameter("tenant", tenantId.toString())
                .setParameter("after", id)
                .setParameter("now", OffsetDateTime.now(ZoneOffset.UTC))
                .setMaxResults(limit)
                .getResultList();
    }

    /**
     * The link of an operator's invitation that can be used. It can be told again as long as the credential is the one
     * that it was made with: its code is derived from the credential, so that nothing in the database gives it away.
     */
    public Optional<Secret> urlOf(Invitation invitation) {
        return invitation.isUsable(Instant.now())
                ? code(invitation.id()).filter(invitation::isCode).map(this::url)
                : Optional.empty();
    }

    /** The person of the invited tenant accepts; false where it is not for them, or not any more. */
    @Transactional
    public boolean accept(UUID id, SignedIn person) {
        return locked(id)
                .filter(invitation -> invitation.tenantId().equals(person.tenantId()))
                .filter(Invitation::isByOperator)
                .filter(invitation -> accept(invitation, person))
                .isPresent();
    }

    private boolean accept(Invitation invitation, SignedIn person) {
        boolean first = invitation.acceptedBy().isEmpty();
        boolean accepted = invitation.accept(person.objectId(), Instant.now());
        if (accepted && first) {
            record("invitation.accepted", person.actor(), invitation);
        }
        return accepted;
    }

    /** Whether an operator made it: only then it is more than a link. */
    public boolean isByOperator(UUID id) {
        return Optional.ofNullable(entityManager.find(Invitation.class, id.toString()))
                .filter(Invitation::isByOperator)
                .isPresent();
    }

    /** Whether an operator's invitation, accepted and not revoked, vouches for this person at their tenant. */
    public boolean vouchesFor(SignedIn person) {
        return !vouching(person).getResultList().isEmpty();
    }

    /** The same, and nobody revokes it before the transaction ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean vouchesForNow(SignedIn person) {
        return !vouching(person)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .isEmpty();
    }

    /**
     * Whether an operator's invitation is neither revoked nor over, and the person has accepted it; that stays so until
     * the transaction ends.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean isStillFor(UUID id, SignedIn person) {
        return locked(id)
                .filter(Invitation::isByOperator)
                .filter(invitation -> invitation.tenantId().equals(person.tenantId()))
                .filter(invitation -> invitation.isStillFor(person.objectId(), Instant.now()))
                .isPresent();
    }

    /** Makes the link void. False where the tenant has no such invitation. */
    @Transactional
    public boolean revoke(UUID tenantId, UUID id, String actor) {
        Optional<Invitation> found =
                locked(id).filter(invitation -> invitation.tenantId().equals(tenantId));
        found.ifPresent(invitation -> {
            invitation.revoke(Instant.now());
            record("invitation.revoked", actor, invitation);
        });
        return found.isPresent();
    }

    /** The browser that made the link takes it back. */
    @Transactional
    public void withdraw(UUID id, Browser browser) {
        locked(id)
                .filter(invitation -> invitation.isBy(browser))
                .ifPresent(invitation -> invitation.revoke(Instant.now()));
    }

    /** A browser that signs in gets another cookie, and can still take its links back. */
    @Transactional
    void carryOver(@Observes BrowserChanged change) {
        entityManager
                .createQuery("update Invitation i set i.browserHash = :new where i.browserHash = :old")
                .setParameter("new", change.newHash())
                .setParameter("old", change.oldHash())
                .executeUpdate();
    }

    @Transactional
    void forget(@Observes PersonsErased tenant) {
        entityManager
                .createQuery("delete from Invitation i where i.tenantId = :tenant")
                .setParameter("tenant", tenant.tenantId().toString())
                .executeUpdate();
    }

    private TypedQuery<Invitation> vouching(SignedIn person) {
        return entityManager
                .createQuery(
                        "select i from Invitation i where i.tenantId = :tenant and i.byOperator = true"
                                + " and i.acceptedBy = :person and i.revokedAt is null order by i.id",
                        Invitation.class)
                .setParameter("tenant", person.tenantId().toString())
                .setParameter("person", person.objectId().toString());
    }

    // Anybody can press the button any number of times, also at once: one after the other by their ids, so that two who
    // do it neither block each other nor miss what the other has taken away.
    private void forgetAllBut(int newest, Browser browser, EnvironmentHost host) {
        entityManager
                .createQuery(
                        "select i.id from Invitation i where i.browserHash = :browser and i.host = :host"
                                + " order by i.createdAt desc",
                        String.class)
                .setParameter("browser", browser.hash())
                .setParameter("host", host.value())
                .setFirstResult(newest)
                .getResultStream()
                .sorted()
                .forEach(id -> entityManager
                        .createQuery("delete from Invitation i where i.id = :id")
                        .setParameter("id", id)
                        .executeUpdate());
    }

    private Optional<Invitation> locked(UUID id) {
        return Optional.ofNullable(entityManager.find(Invitation.class, id.toString(), LockModeType.PESSIMISTIC_WRITE));
    }

    // What an operator made stays: it may be what a person's standing rests on.
    private void purge() {
        entityManager
                .createQuery("delete from Invitation i where i.byOperator = false and i.expiresAt < :longAgo")
                .setParameter("longAgo", OffsetDateTime.now(ZoneOffset.UTC).minus(KEPT))
                .executeUpdate();
    }

    private Optional<Secret> code(UUID id) {
        return registration.credential().derive("invitation " + id);
    }

    private Secret url(Secret code) {
        return Secret.of(publicUrl.value() + "/connect?invitation=" + code.reveal());
    }

    private void record(String action, String actor, Invitation invitation) {
        auditEvents.record(new AuditEntry(
                action, actor, Optional.of(invitation.tenantId()), Optional.empty(), "invitation " + invitation.id()));
    }
}
