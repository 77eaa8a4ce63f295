package org.s2sgateway.console;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.s2sgateway.identity.SignedIn;

/** What somebody had filled in when the sign-in had ended; nobody else's, and of no effect until it is sent once more. */
@Entity
@Table(name = "console_drafts")
public class Draft {

    @Id
    private String id;

    @Column(name = "tenant_id")
    private String tenantId;

    @Column(name = "object_id")
    private String objectId;

    @Column(length = 1_000_000)
    private String fields;

    @Column(name = "expires_at")
    private OffsetDateTime expiresAt;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected Draft() {}

    Draft(SignedIn person, TypedFields fields, Instant expiresAt) {
        this.id = UUID.randomUUID().toString();
        this.tenantId = person.tenantId().toString();
        this.objectId = person.objectId().toString();
        this.fields = fields.text();
        this.expiresAt = expiresAt.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    String id() {
        return id;
    }

    boolean isOf(SignedIn person) {
        return tenantId.equals(person.tenantId().toString())
                && objectId.equals(person.objectId().toString());
    }

    boolean isOver(Instant at) {
        return !at.isBefore(expiresAt.toInstant());
    }

    TypedFields fields() {
        return TypedFields.read(fields);
    }
}
