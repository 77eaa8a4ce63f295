package org.s2sgateway.tenant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An Entra ID tenant (or the one organisation of an AD FS) whose environments may be reached. Transitions throw
 * {@link WrongState} where they do not start. Times are UTC with microseconds, as the databases keep them.
 */
@Entity
@Table(name = "tenants")
public class Tenant {

    @Id
    @Column(name = "tenant_id")
    private String tenantId;

    private String name;

    @Enumerated(EnumType.STRING)
    private TenantStatus status;

    @Enumerated(EnumType.STRING)
    @Column(name = "suspended_from")
    private @Nullable TenantStatus suspendedFrom;

    // The object id of the person who gave the consent.
    private @Nullable String consenter;

    @Column(name = "approval_awaited_since")
    private @Nullable OffsetDateTime approvalAwaitedSince;

    @Column(name = "consent_revoked_at")
    private @Nullable OffsetDateTime consentRevokedAt;

    @Column(name = "created_at")
    private OffsetDateTime createdAt;

    @Column(name = "updated_at")
    private OffsetDateTime updatedAt;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected Tenant() {}

    private Tenant(UUID tenantId, String name, TenantStatus status, Instant at) {
        this.tenantId = tenantId.toString();
        this.name = name;
        this.status = status;
        this.createdAt = inDatabase(at);
        this.updatedAt = createdAt;
    }

    /** A customer's tenant that has yet to consent. */
    static Tenant invited(UUID tenantId, String name, Instant at) {
        return new Tenant(tenantId, name, TenantStatus.INVITED, at);
    }

    /** The tenant of the registration itself, which needs nobody's consent. */
    static Tenant home(UUID tenantId, String name, Instant at) {
        return new Tenant(tenantId, name, TenantStatus.CONSENTED, at);
    }

    public UUID tenantId() {
        return UUID.fromString(tenantId);
    }

    public String name() {
        return name;
    }

    public TenantStatus status() {
        return status;
    }

    /** Whether this person gave the consent that the tenant is connected by. */
    public boolean wasConsentedBy(UUID objectId) {
        return approvalAwaitedSince == null && objectId.toString().equals(consenter);
    }

    /** Whether a consent that was given then was taken back since: it takes a new one to connect the tenant again. */
    public boolean tookBack(Instant consentGivenAt) {
        return consentRevokedAt != null && !consentGivenAt.isAfter(consentRevokedAt.toInstant());
    }

    /** Whether a consent was given by somebody without standing, so that an operator has to approve it. */
    public boolean awaitsApproval() {
        return approvalAwaitedSince != null;
    }

    public Instant createdAt() {
        return createdAt.toInstant();
    }

    public Instant updatedAt() {
        return updatedAt.toInstant();
    }

    /**
     * An administrator consented, which is proven, and the person has standing.
     *
     * @param person whose consent it is from now on, where it speaks for the tenant as a whole
     */
    void consent(Optional<UUID> person, Instant at) {
        require(mayBeConsented(), "consented");
        consenter = person.map(UUID::toString).orElse(null);
        approvalAwaitedSince = null;
        move(TenantStatus.CONSENTED, at);
    }

    /** Somebody consented, which is proven, but has not shown to be an administrator. Waiting goes on where it began. */
    void awaitApproval(UUID objectId, Instant at) {
        require(mayBeConsented(), "approved");
        if (approvalAwaitedSince == null) {
            approvalAwaitedSince = inDatabase(at);
        }
        consenter = objectId.toString();
        move(status, at);
    }

    /** An operator vouches for a consent whose giver could not show standing. */
    void approve(Instant at) {
        require(mayBeConsented(), "approved");
        if (approvalAwaitedSince == null) {
            throw new WrongState("No consent of this tenant is waiting for approval: its administrator has to consent"
                    + " first, on the Connect page");
        }
        approvalAwaitedSince = null;
        move(TenantStatus.CONSENTED, at);
    }

    /** The tenant takes its consent back; a new one connects it again. */
    void revokeConsent(Instant at) {
        require(status == TenantStatus.CONSENTED, "disconnected");
        consenter = null;
        consentRevokedAt = inDatabase(at);
        move(TenantStatus.CONSENT_REVOKED, at);
    }

    /** Whoever gave the consent is not known any more. */
    void forgetConsenter() {
        consenter = null;
    }

    /** Nothing is forwarded to the tenant's environments until it is reinstated. */
    void suspend(Instant at) {
        require(status != TenantStatus.SUSPENDED && status != TenantStatus.OFFBOARDED, "suspended");
        suspendedFrom = status;
        move(TenantStatus.SUSPENDED, at);
    }

    /** Lifts a suspension to the state before it. */
    void reinstate(Instant at) {
        TenantStatus before = suspendedFrom;
        if (status != TenantStatus.SUSPENDED || before == null) {
            throw wrongState("reinstated");
        }
        suspendedFrom = null;
        move(before, at);
    }

    /** The end: the tenant stays as a record of what was. */
    void offboard(Instant at) {
        require(status != TenantStatus.OFFBOARDED, "off-boarded");
        suspendedFrom = null;
        move(TenantStatus.OFFBOARDED, at);
    }

    /** The registration moved to this tenant: it consents to itself. A suspension is an operator's, and stays. */
    void becomeHome(Instant at) {
        require(status != TenantStatus.SUSPENDED, "made the home tenant");
        move(TenantStatus.CONSENTED, at);
    }

    private boolean mayBeConsented() {
        return status == TenantStatus.INVITED || status == TenantStatus.CONSENT_REVOKED;
    }

    private void require(boolean allowed, String transition) {
        if (!allowed) {
            throw wrongState(transition);
        }
    }

    private WrongState wrongState(String transition) {
        return new WrongState("A tenant that is " + status.word() + " cannot be " + transition);
    }

    private void move(TenantStatus next, Instant at) {
        status = next;
        updatedAt = inDatabase(at);
    }

    private static OffsetDateTime inDatabase(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
