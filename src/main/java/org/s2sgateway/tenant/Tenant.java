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

    public Instant createdAt() {
        return createdAt.toInstant();
    }

    public Instant updatedAt() {
        return updatedAt.toInstant();
    }

    /** An operator vouches for an invited tenant whose administrator could not show standing. */
    void approve(Instant at) {
        require(status == TenantStatus.INVITED, "approved");
        move(TenantStatus.CONSENTED, at);
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
