package org.s2sgateway.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** The row with what an event says of persons. Written once, and deleted when they are to be forgotten. */
@Entity(name = "AuditPersons")
@Table(name = "audit_persons")
public class PersonsRow {

    @Id
    @Column(name = "event_id")
    private long eventId;

    private String salt;

    private @Nullable String actor;

    private @Nullable String named;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected PersonsRow() {}

    PersonsRow(long eventId, Persons persons) {
        this.eventId = eventId;
        salt = persons.salt();
        actor = persons.actor();
        named = persons.named();
    }

    long eventId() {
        return eventId;
    }

    Persons persons() {
        return new Persons(salt, actor, named);
    }
}
