package org.s2sgateway.onboarding;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
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
import org.s2sgateway.settings.Secret;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.tenant.PersonsErased;

/**
 * Every consent request, each known only to the browser that began it. What an answer comes to is decided here, in one
 * transaction with its audit event. Thread-safe; of two answers to one request at once, one counts.
 */
@ApplicationScoped
public class ConsentRequests {

    /** How long a request that is over stays, for the page that says how it ended. */
    private static final Duration KEPT = Duration.ofDays(1);

    @PersistenceContext(unitName = "s2s")
    EntityManager entityManager;

    @Inject
    AuditEvents auditEvents;

    /** Begins; on the way, what is long over goes. */
    @Transactional
    public ConsentRequest begin(Browser browser, UUID tenantId, EnvironmentHost host, Optional<UUID> invitation) {
        Instant now = Instant.now();
        entityManager
                .createQuery("delete from ConsentRequest r where r.expiresAt < :longAgo"
                        + " or (r.expiresAt < :now and r.status = :created)")
                .setParameter("longAgo", now.minus(KEPT).atOffset(ZoneOffset.UTC))
                .setParameter("now", now.atOffset(ZoneOffset.UTC))
                .setParameter("created", ConsentStatus.CREATED)
                .executeUpdate();
        ConsentRequest request = new ConsentRequest(browser, tenantId, host, invitation, now);
        entityManager.persist(request);
        return request;
    }

    /** Begins again with what an ended request was for. Empty where the browser has no such request. */
    @Transactional
    public Optional<ConsentRequest> again(UUID id, Browser browser) {
        return find(id, browser)
                .map(request -> begin(browser, request.tenantId(), request.host(), request.invitation()));
    }

    /** The browser's request of that id, however it stands. */
    public Optional<ConsentRequest> find(UUID id, Browser browser) {
        return Optional.ofNullable(entityManager.find(ConsentRequest.class, id.toString()))
                .filter(request -> request.isOf(browser));
    }

    /** The browser's request of that id, if it can still lead to a consent. */
    public Optional<ConsentRequest> findOpen(UUID id, Browser browser) {
        return find(id, browser).filter(request -> request.isOpen() && !request.isOver(Instant.now()));
    }

    /** The browser's latest request for that environment which the person signed in for or had granted. */
    public Optional<ConsentRequest> latest(Browser browser, SignedIn person, EnvironmentHost host) {
        return entityManager
                .createQuery(
                        "select r from ConsentRequest r where r.browserHash = :browser and r.tenantId = :tenant"
                                + " and r.objectId = :person and r.host = :host and r.expiresAt > :now"
                                + " and r.status in :statuses order by r.changedAt desc",
                        ConsentRequest.class)
                .setParameter("browser", browser.hash())
                .setParameter("tenant", person.tenantId().toString())
                .setParameter("person", person.objectId().toString())
                .setParameter("host", host.value())
                .setParameter("now", OffsetDateTime.now(ZoneOffset.UTC))
                .setParameter("statuses", List.of(ConsentStatus.SIGNED_IN, ConsentStatus.GRANTED))
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /** The person has signed in at the request's tenant. */
    @Transactional
    public void signedIn(UUID id, SignedIn person) {
        locked(id)
                .filter(request -> request.tenantId().equals(person.tenantId()))
                .filter(ConsentRequest::isOpen)
                .ifPresent(request -> request.signedIn(person.objectId(), Instant.now()));
    }

    /** A new state to send the browser to the identity provider with. Empty where the request is over. */
    @Transactional
    public Optional<Secret> send(UUID id, SignedIn person) {
        return locked(id)
                .filter(request -> request.isOpen() && request.isBy(person.objectId()))
                .map(request -> {
                    Secret state = Browser.random();
                    request.sent(state, Instant.now());
                    return state;
                });
    }

    /**
     * Decides what an answer comes to. An error is looked at first and may come without a state, which is told and leaves
     * the request as it is; a state counts once,
     * for the browser that was sent with it, while it lives; the tenant has to be the one at which the person signed in.
     */
    @Transactional
    public ConsentOutcome settle(Optional<Browser> browser, Optional<SignedIn> person, ConsentAnswer answer) {
        if (answer.state().isEmpty() && answer.problem().isPresent()) {
            // Some errors come without a state. Anybody can send the browser here with one, so nothing ends by it.
            return browser.flatMap(this::lastSent)
                    .<ConsentOutcome>map(sent ->
                            new ConsentOutcome.Ended(sent, answer.problem().get()))
                    .orElseGet(() -> new ConsentOutcome.Unattributable("S2S.ConsentUnknown"));
        }
        Optional<ConsentRequest> found = answer.state().flatMap(this::byState);
        if (found.isEmpty()) {
            // Anybody can come with any state: no row for each of them.
            return new ConsentOutcome.Unattributable("S2S.ConsentUnknown");
        }
        ConsentRequest request = found.get();
        if (browser.filter(request::isOf).isEmpty()) {
            if (request.answeredAgain()) {
                refused(request, "S2S.ConsentOfOtherBrowser");
            }
            return new ConsentOutcome.Unattributable("S2S.ConsentOfOtherBrowser");
        }
        if (request.status() != ConsentStatus.SENT) {
            if (request.answeredAgain()) {
                refused(request, "S2S.ConsentReplayed");
            }
            return new ConsentOutcome.Unattributable("S2S.ConsentReplayed");
        }
        return settle(request, person, answer, Instant.now());
    }

    private ConsentOutcome settle(
            ConsentRequest request, Optional<SignedIn> person, ConsentAnswer answer, Instant now) {
        if (request.isOver(now)) {
            request.expired("S2S.ConsentExpired", now);
            return ended(request, "S2S.ConsentExpired");
        }
        if (answer.problem().isPresent()) {
            request.declined(answer.problem().get(), now);
            record(request, "consent.declined", answer.problem().get());
            return new ConsentOutcome.Ended(request, answer.problem().get());
        }
        if (answer.tenant().filter(request.tenantId()::equals).isEmpty()) {
            request.refused("S2S.ConsentOfOtherTenant", now);
            return ended(request, "S2S.ConsentOfOtherTenant");
        }
        if (person.filter(it -> it.tenantId().equals(request.tenantId()) && request.isBy(it.objectId()))
                .isEmpty()) {
            request.refused("S2S.SignInNeeded", now);
            return ended(request, "S2S.SignInNeeded");
        }
        request.granted(now);
        record(request, "consent.granted", "not proven yet");
        return new ConsentOutcome.Granted(request);
    }

    /** A browser that signs in gets another cookie, and takes along what it has begun. */
    @Transactional
    void carryOver(@Observes BrowserChanged change) {
        entityManager
                .createQuery("update ConsentRequest r set r.browserHash = :new where r.browserHash = :old")
                .setParameter("new", change.newHash())
                .setParameter("old", change.oldHash())
                .executeUpdate();
    }

    @Transactional
    void forget(@Observes PersonsErased tenant) {
        entityManager
                .createQuery("delete from ConsentRequest r where r.tenantId = :tenant")
                .setParameter("tenant", tenant.tenantId().toString())
                .executeUpdate();
    }

    private Optional<ConsentRequest> locked(UUID id) {
        return Optional.ofNullable(
                entityManager.find(ConsentRequest.class, id.toString(), LockModeType.PESSIMISTIC_WRITE));
    }

    private Optional<ConsentRequest> byState(Secret state) {
        return entityManager
                .createQuery("select r from ConsentRequest r where r.stateHash = :state", ConsentRequest.class)
                .setParameter("state", Browser.hash(state))
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultStream()
                .findFirst();
    }

    private Optional<ConsentRequest> lastSent(Browser browser) {
        return entityManager
                .createQuery(
                        "select r from ConsentRequest r where r.browserHash = :browser and r.status = :sent"
                                + " order by r.changedAt desc",
                        ConsentRequest.class)
                .setParameter("browser", browser.hash())
                .setParameter("sent", ConsentStatus.SENT)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    private ConsentOutcome ended(ConsentRequest request, String code) {
        refused(request, code);
        return new ConsentOutcome.Ended(request, code);
    }

    private void refused(ConsentRequest request, String code) {
        record(request, "consent.refused", code);
    }

    private void record(ConsentRequest request, String action, String detail) {
        auditEvents.record(new AuditEntry(
                action,
                request.person().map(person -> "person " + person).orElse("a browser"),
                Optional.of(request.tenantId()),
                Optional.of(request.host().value()),
                detail));
    }
}
