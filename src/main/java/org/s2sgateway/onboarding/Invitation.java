package org.s2sgateway.onboarding;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
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
 * A link for the administrator of a tenant: made by an operator, which gives standing to the first person of that tenant
 * who accepts it; or made by somebody who began an onboarding and is no administrator, which gives none. Lives for seven
 * days and can be revoked. Of the code in the link only the hash is kept.
 */
@Entity
@Table(name = "invitations")
public class Invitation {

    static final Duration LIVES = Duration.ofDays(7);

    @Id
    private String id;

    @Column(name = "code_hash")
    private String codeHash;

    @Column(name = "tenant_id")
    private String tenantId;

    private @Nullable String host;

    @Column(name = "by_operator")
    private boolean byOperator;

    @Column(name = "browser_hash")
    private @Nullable String browserHash;

    @Column(name = "created_at")
    private OffsetDateTime createdAt;

    @Column(name = "expires_at")
    private OffsetDateTime expiresAt;

    @Column(name = "revoked_at")
    private @Nullable OffsetDateTime revokedAt;

    @Column(name = "accepted_by")
    private @Nullable String acceptedBy;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected Invitation() {}

    private Invitation(UUID id, Secret code, UUID tenantId, Instant at) {
        this.id = id.toString();
        this.codeHash = Browser.hash(code);
        this.tenantId = tenantId.toString();
        this.createdAt = inDatabase(at);
        this.expiresAt = inDatabase(at.plus(LIVES));
    }

    static Invitation byOperator(UUID id, Secret code, UUID tenantId, Instant at) {
        Invitation invitation = new Invitation(id, code, tenantId, at);
        invitation.byOperator = true;
        return invitation;
    }

    static Invitation by(Browser browser, Secret code, UUID tenantId, EnvironmentHost host, Instant at) {
        Invitation invitation = new Invitation(UUID.randomUUID(), code, tenantId, at);
        invitation.host = host.value();
        invitation.browserHash = browser.hash();
        return invitation;
    }

    public UUID id() {
        return UUID.fromString(id);
    }

    public UUID tenantId() {
        return UUID.fromString(tenantId);
    }

    /** The environment that it is about, where it is about one. */
    public Optional<EnvironmentHost> host() {
        return Optional.ofNullable(host).map(EnvironmentHost::new);
    }

    public Instant expiresAt() {
        return expiresAt.toInstant();
    }

    /** The object id of the person who accepted it. */
    public Optional<UUID> acceptedBy() {
        return Optional.ofNullable(acceptedBy).map(UUID::fromString);
    }

    /** Whether an operator vouches for whoever accepts it. */
    boolean isByOperator() {
        return byOperator;
    }

    boolean isBy(Browser browser) {
        return browser.hash().equals(browserHash);
    }

    boolean isCode(Secret code) {
        return codeHash.equals(Browser.hash(code));
    }

    boolean isUsable(Instant at) {
        return revokedAt == null && at.isBefore(expiresAt.toInstant());
    }

    /** Whether it is this person's now. An operator's invitation is for one person. */
    boolean accept(UUID person, Instant at) {
        if (!isUsable(at) || (acceptedBy != null && !acceptedBy.equals(person.toString()))) {
            return false;
        }
        acceptedBy = person.toString();
        return true;
    }

    /** Whether it can still be used, and is this person's. */
    boolean isStillFor(UUID person, Instant at) {
        return isUsable(at) && person.toString().equals(acceptedBy);
    }

    void revoke(Instant at) {
        if (revokedAt == null) {
            revokedAt = inDatabase(at);
        }
    }

    private static OffsetDateTime inDatabase(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
