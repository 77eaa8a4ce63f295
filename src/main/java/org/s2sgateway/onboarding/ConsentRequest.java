package org.s2sgateway.onboarding;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.identity.Browser;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * One attempt of one browser to connect an environment: from its address over the sign-in to what the identity provider
 * says of the consent. Its {@code state} is kept hashed, answered once, and dead after 15 minutes. Transitions throw
 * {@link IllegalStateException} where they do not start: whoever calls them has looked first.
 */
@Entity
@Table(name = "consent_requests")
public class ConsentRequest {

    /** How long an answer of the identity provider is waited for. */
    static final Duration STATE_LIVES = Duration.ofMinutes(15);

    /** How long the rest may take: people read, ask somebody, come back. */
    static final Duration REST_LIVES = Duration.ofHours(1);

    @Id
    private String id;

    @Column(name = "browser_hash")
    private String browserHash;

    @Column(name = "state_hash")
    private @Nullable String stateHash;

    @Column(name = "tenant_id")
    private String tenantId;

    private String host;

    @Column(name = "invitation_id")
    private @Nullable String invitationId;

    @Column(name = "object_id")
    private @Nullable String objectId;

    @Enumerated(EnumType.STRING)
    private ConsentStatus status;

    private @Nullable String reason;

    private boolean replayed;

    @Column(name = "created_at")
    private OffsetDateTime createdAt;

    @Column(name = "changed_at")
    private OffsetDateTime changedAt;

    @Column(name = "expires_at")
    private OffsetDateTime expiresAt;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected ConsentRequest() {}

    /** Begins for an environment whose own challenge has named its tenant. */
    ConsentRequest(Browser browser, UUID tenantId, EnvironmentHost host, Optional<UUID> invitation, Instant at) {
        this.id = UUID.randomUUID().toString();
        this.browserHash = browser.hash();
        this.tenantId = tenantId.toString();
        this.host = host.value();
        this.invitationId = invitation.map(UUID::toString).orElse(null);
        this.createdAt = inDatabase(at);
        move(ConsentStatus.CREATED, at, REST_LIVES);
    }

    public UUID id() {
        return UUID.fromString(id);
    }

    public UUID tenantId() {
        return UUID.fromString(tenantId);
    }

    public EnvironmentHost host() {
        return new EnvironmentHost(host);
    }

    Optional<UUID> invitation() {
        return Optional.ofNullable(invitationId).map(UUID::fromString);
    }

    ConsentStatus status() {
        return status;
    }

    /** Why it was declined or refused, as a code of the dictionary. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** When it came to its present status. */
    Instant changedAt() {
        return changedAt.toInstant();
    }

    boolean isOf(Browser browser) {
        return browserHash.equals(browser.hash());
    }

    /** Who signed in for it. */
    Optional<String> person() {
        return Optional.ofNullable(objectId);
    }

    boolean isBy(UUID person) {
        return person.toString().equals(objectId);
    }

    boolean isOver(Instant at) {
        return !at.isBefore(expiresAt.toInstant());
    }

    /** Whether it may still be sent to the identity provider. */
    boolean isOpen() {
        return status == ConsentStatus.CREATED || status == ConsentStatus.SIGNED_IN || status == ConsentStatus.SENT;
    }

    /** Somebody signed in at the tenant with this browser; another person may take over, which voids the state. */
    void signedIn(UUID person, Instant at) {
        require(isOpen());
        objectId = person.toString();
        stateHash = null;
        move(ConsentStatus.SIGNED_IN, at, REST_LIVES);
    }

    /** The browser goes to the identity provider with this state; an earlier one is void. */
    void sent(Secret state, Instant at) {
        require(status == ConsentStatus.SIGNED_IN || status == ConsentStatus.SENT);
        stateHash = Browser.hash(state);
        move(ConsentStatus.SENT, at, STATE_LIVES);
    }

    void granted(Instant at) {
        require(status == ConsentStatus.SENT);
        move(ConsentStatus.GRANTED, at, REST_LIVES);
    }

    void declined(String code, Instant at) {
        end(ConsentStatus.DECLINED, code, at);
    }

    void refused(String code, Instant at) {
        end(ConsentStatus.REFUSED, code, at);
    }

    void expired(String code, Instant at) {
        end(ConsentStatus.EXPIRED, code, at);
    }

    /** An answer came again. Says whether that is news. */
    boolean answeredAgain() {
        boolean news = !replayed;
        replayed = true;
        return news;
    }

    private void end(ConsentStatus how, String code, Instant at) {
        require(status == ConsentStatus.SENT);
        reason = code;
        move(how, at, REST_LIVES);
    }

    private void require(boolean allowed) {
        if (!allowed) {
            throw new IllegalStateException("The consent request is " + status);
        }
    }

    private void move(ConsentStatus next, Instant at, Duration lives) {
        status = next;
        changedAt = inDatabase(at);
        expiresAt = inDatabase(at.plus(lives));
    }

    private static OffsetDateTime inDatabase(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
