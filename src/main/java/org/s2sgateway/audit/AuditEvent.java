package org.s2sgateway.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One remembered change. Written once, never updated. Times are UTC with microseconds, as the databases keep them. */
@Entity
@Table(name = "audit_events")
public class AuditEvent {

    private static final int DETAIL_LENGTH = 2000;

    // One number per call of the sequence: the order of ids is the order of events, on several nodes too.
    @Id
    @SequenceGenerator(name = "audit_event_ids", sequenceName = "audit_event_ids", allocationSize = 1)
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "audit_event_ids")
    private @Nullable Long id;

    @Column(name = "happened_at")
    private OffsetDateTime at;

    @Column(name = "tenant_id")
    private @Nullable String tenantId;

    private @Nullable String environment;

    private String action;

    private String actor;

    private String detail;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected AuditEvent() {}

    AuditEvent(AuditEntry entry, Instant at) {
        this.at = at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        this.tenantId = entry.tenantId().map(UUID::toString).orElse(null);
        this.environment = entry.environment().orElse(null);
        this.action = entry.action();
        this.actor = entry.actor();
        String text = entry.detail();
        this.detail = text.length() <= DETAIL_LENGTH ? text : text.substring(0, DETAIL_LENGTH);
    }

    /** The event's number; a later event has a greater one. */
    public long id() {
        if (id == null) {
            throw new IllegalStateException("Not stored yet");
        }
        return id;
    }

    public Instant at() {
        return at.toInstant();
    }

    public Optional<UUID> tenantId() {
        return Optional.ofNullable(tenantId).map(UUID::fromString);
    }

    public Optional<String> environment() {
        return Optional.ofNullable(environment);
    }

    public String action() {
        return action;
    }

    public String actor() {
        return actor;
    }

    public String detail() {
        return detail;
    }
}
