package org.s2sgateway.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * One remembered change, as it is shown: with the persons that it tells of, or the word that they were erased. Times are UTC
 * with microseconds. Immutable and thread-safe.
 */
public final class AuditEvent {

    /** What is shown in place of an actor who was erased. */
    static final String ERASED_ACTOR = "person (erased)";

    private static final String ERASED = "(erased)";

    private final ChainedEvent event;
    private final Optional<Persons> persons;

    AuditEvent(ChainedEvent event, Optional<Persons> persons) {
        this.event = event;
        this.persons = persons;
    }

    /** The event's number; a later event of the same chain has a greater one. */
    public long id() {
        return event.id();
    }

    public Instant at() {
        return event.at();
    }

    /** As it stands in the database: what somebody has put there is listed like everything else. */
    public Optional<String> tenantId() {
        return Optional.ofNullable(event.tenantId());
    }

    public Optional<String> environment() {
        return Optional.ofNullable(event.environment());
    }

    public String action() {
        return event.action();
    }

    public String actor() {
        return event.actor().equals(AuditEntry.PERSON)
                ? persons.map(Persons::actor).orElse(ERASED_ACTOR)
                : event.actor();
    }

    public String detail() {
        if (event.personsHash() == null) {
            return event.detail();
        }
        Optional<String> named = persons.isPresent() ? persons.map(Persons::named) : Optional.of(ERASED);
        return named.map(it -> withNamed(event.detail(), it)).orElse(event.detail());
    }

    ChainedEvent stored() {
        return event;
    }

    Optional<Persons> persons() {
        return persons;
    }

    // The first place alone: what follows may be a stranger's words.
    private static String withNamed(String detail, String named) {
        int place = detail.indexOf(AuditEntry.PERSON);
        return place < 0
                ? detail
                : detail.substring(0, place) + named + detail.substring(place + AuditEntry.PERSON.length());
    }
}
