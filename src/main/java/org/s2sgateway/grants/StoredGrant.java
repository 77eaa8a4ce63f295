package org.s2sgateway.grants;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** A grant as the database has it. */
@Entity
@Table(name = "grants")
public class StoredGrant {

    @Id
    private String consumer;

    @Column(length = 1_000_000)
    private String document;

    @Column(name = "changed_at")
    private OffsetDateTime changedAt;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected StoredGrant() {}

    StoredGrant(Grant grant, Instant at) {
        consumer = grant.consumer();
        document = GrantText.of(grant);
        changedAt = inDatabase(at);
    }

    Grant grant() {
        return GrantText.read(consumer, document);
    }

    /** Whether that is another grant than before. */
    boolean replace(Grant grant, Instant at) {
        boolean another = !grant.equals(grant());
        document = GrantText.of(grant);
        if (another) {
            changedAt = inDatabase(at);
        }
        return another;
    }

    private static OffsetDateTime inDatabase(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
