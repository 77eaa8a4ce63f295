package org.s2sgateway.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The row of an event. Written once, never updated. Times are UTC with microseconds, as the databases keep them. */
@Entity(name = "AuditEvent")
@Table(name = "audit_events")
public class AuditRow {

    @Id
    private long id;

    @Column(name = "happened_at")
    private OffsetDateTime at;

    @Column(name = "tenant_id")
    private @Nullable String tenantId;

    private @Nullable String environment;

    private String action;

    private String actor;

    private String detail;

    @Column(name = "chain_number")
    private @Nullable Long number;

    @Column(name = "persons_hash")
    private @Nullable String personsHash;

    @Column(name = "previous_mac")
    private @Nullable String previous;

    @Column(name = "key_id")
    private @Nullable String keyId;

    private @Nullable String mac;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected AuditRow() {}

    AuditRow(ChainedEvent event) {
        id = event.id();
        at = event.at().atOffset(ZoneOffset.UTC);
        tenantId = event.tenantId();
        environment = event.environment();
        action = event.action();
        actor = event.actor();
        detail = event.detail();
        number = event.number();
        personsHash = event.personsHash();
        previous = event.previous();
        keyId = event.keyId();
        mac = event.mac();
    }

    ChainedEvent event() {
        return new ChainedEvent(
                id,
                at.toInstant(),
                tenantId,
                environment,
                action,
                actor,
                detail,
                number,
                personsHash,
                previous,
                keyId,
                mac);
    }
}
