package org.s2sgateway.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.s2sgateway.audit.AuditEntry;
import org.s2sgateway.audit.AuditEvents;

/**
 * Who is signed in with which browser. A sign-in ends when nothing came from the browser for 30 minutes, after 8 hours
 * in any case, and when the person signs out; it ends here, whatever a copy of the cookie says. Thread-safe.
 */
@ApplicationScoped
public class BrowserSessions {

    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Duration LONGEST = Duration.ofHours(8);

    /** A page with ten pictures is no reason for ten updates. */
    private static final Duration TOUCH = Duration.ofMinutes(1);

    /** How long it is remembered whose sign-in has ended by itself, of those with roles of the home tenant. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private static final int SWEPT = 50;

    @PersistenceContext(unitName = "s2s")
    EntityManager entityManager;

    @Inject
    AuditEvents auditEvents;

    @Inject
    Event<BrowserChanged> changed;

    Clock clock = Clock.systemUTC();

    /** The person, and with that the browser counts as seen. */
    @Transactional
    public Optional<SignedIn> find(Browser browser) {
        Instant now = clock.instant();
        Optional<BrowserSession> session = alive(browser, now);
        session.filter(it -> it.lastSeenAt().plus(TOUCH).isBefore(now)).ifPresent(it -> touch(browser, now));
        return session.map(BrowserSession::person);
    }

    /**
     * The person with roles of the home tenant who was signed in with the browser until that ended by itself, a day ago at
     * most. Nothing is to be shown for it; it tells whose forms are worth to be kept until the person has signed in again.
     */
    @Transactional
    public Optional<SignedIn> lapsed(Browser browser) {
        Instant now = clock.instant();
        return alive(browser, now).isPresent()
                ? Optional.empty()
                : Optional.ofNullable(entityManager.find(BrowserSession.class, browser.hash()))
                        .filter(session ->
                                now.isBefore(session.signedInAt().plus(LONGEST).plus(REMEMBERED)))
                        .map(BrowserSession::person)
                        .filter(person -> !person.homeRoles().isEmpty());
    }

    /** Remembers that the person was seen to be System Administrator of the environment. Nothing for nobody. */
    @Transactional
    public void administers(Browser browser, String host) {
        // Locked, as a sign-out at the same moment would otherwise be an error here.
        BrowserSession session =
                entityManager.find(BrowserSession.class, browser.hash(), LockModeType.PESSIMISTIC_WRITE);
        if (session != null) {
            session.administers(host);
            SignedIn person = session.person();
            auditEvents.record(new AuditEntry(
                    "person.administrator-shown",
                    person.actor(),
                    Optional.of(person.tenantId()),
                    Optional.of(host),
                    "System Administrator, by what Dataverse says"));
        }
    }

    /** Signs the person out. */
    @Transactional
    public void end(Browser browser) {
        BrowserSession session = entityManager.find(BrowserSession.class, browser.hash());
        if (session != null && remove(browser.hash())) {
            record("person.signed-out", session.person());
        }
    }

    /**
     * Signs the person in with the fresh browser, as which the old one goes on; nobody is signed in with that then, and
     * whoever else was has been signed out by it.
     */
    @Transactional
    void open(SignedIn person, Browser old, Browser fresh) {
        Optional<SignedIn> other = alive(old, clock.instant())
                .map(BrowserSession::person)
                .filter(before -> !before.isSamePersonAs(person));
        if (remove(old.hash())) {
            other.ifPresent(before -> record("person.signed-out", before));
        }
        entityManager.persist(new BrowserSession(fresh, person));
        record("person.signed-in", person);
        changed.fire(new BrowserChanged(old.hash(), fresh.hash()));
    }

    /** Removes what is over. One after the other in the order of keys, so that two who sweep do not block each other. */
    @Transactional
    void sweep() {
        Instant now = clock.instant();
        entityManager
                .createQuery(
                        "select s.keyHash from BrowserSession s where (s.homeRoles = ''"
                                + " and (s.lastSeenAt < :idle or s.signedInAt < :old))"
                                + " or s.signedInAt < :forgotten order by s.keyHash",
                        String.class)
                .setParameter("idle", now.minus(IDLE).atOffset(ZoneOffset.UTC))
                .setParameter("old", now.minus(LONGEST).atOffset(ZoneOffset.UTC))
                .setParameter("forgotten", now.minus(LONGEST).minus(REMEMBERED).atOffset(ZoneOffset.UTC))
                .setMaxResults(SWEPT)
                .getResultList()
                .forEach(this::remove);
    }

    private Optional<BrowserSession> alive(Browser browser, Instant now) {
        return Optional.ofNullable(entityManager.find(BrowserSession.class, browser.hash()))
                .filter(session -> now.isBefore(session.lastSeenAt().plus(IDLE)))
                .filter(session -> now.isBefore(session.signedInAt().plus(LONGEST)));
    }

    private void touch(Browser browser, Instant now) {
        entityManager
                .createQuery("update BrowserSession s set s.lastSeenAt = :now where s.keyHash = :hash")
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .setParameter("hash", browser.hash())
                .executeUpdate();
    }

    private boolean remove(String hash) {
        return entityManager
                        .createQuery("delete from BrowserSession s where s.keyHash = :hash")
                        .setParameter("hash", hash)
                        .executeUpdate()
                == 1;
    }

    private void record(String action, SignedIn person) {
        auditEvents.record(
                new AuditEntry(action, person.actor(), Optional.of(person.tenantId()), Optional.empty(), "by browser"));
    }
}
