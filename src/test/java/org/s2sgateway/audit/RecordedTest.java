package org.s2sgateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordedTest {

    @Test
    void keepsPersonsApart() {
        AuditEntry entry =
                entry("person 5f0d3a9c-1111-4222-8333-444455556666", "POST as {person}: 204", "CallerObjectId x");
        Persons persons = recorded(entry).persons().orElseThrow();
        ChainedEvent event = event(entry, Optional.of(persons));

        assertThat(persons.actor()).isEqualTo("person 5f0d3a9c-1111-4222-8333-444455556666");
        assertThat(persons.named()).isEqualTo("CallerObjectId x");
        assertThat(event.actor()).isEqualTo("{person}");
        assertThat(event.detail()).isEqualTo("POST as {person}: 204");
        assertThat(event.personsHash()).isEqualTo(persons.hash());
        assertThat(new AuditEvent(event, Optional.of(persons)).detail()).isEqualTo("POST as CallerObjectId x: 204");
        assertThat(new AuditEvent(event, Optional.empty()).detail()).isEqualTo("POST as (erased): 204");
        assertThat(new AuditEvent(event, Optional.empty()).actor()).isEqualTo("person (erased)");
    }

    @Test
    void hashesTheSamePersonDifferentlyEachTime() {
        assertThat(Persons.salted("person x", null).hash())
                .isNotEqualTo(Persons.salted("person x", null).hash());
    }

    @Test
    void leavesServicesAndTheirWordsAlone() {
        AuditEntry entry = new AuditEntry("a", "orders-service", Optional.empty(), Optional.empty(), "named {person}");

        assertThat(recorded(entry).persons()).isEmpty();
        assertThat(new AuditEvent(event(entry, Optional.empty()), Optional.empty()).detail())
                .isEqualTo("named {person}");
        assertThat(new AuditEvent(event(entry, Optional.empty()), Optional.empty()).actor())
                .isEqualTo("orders-service");
    }

    @Test
    void takesASecondPlaceForAStrangersWords() {
        AuditEntry entry = entry("orders-service", "as {person}: {person}", "x");
        Persons persons = recorded(entry).persons().orElseThrow();

        assertThat(new AuditEvent(event(entry, Optional.of(persons)), Optional.of(persons)).detail())
                .isEqualTo("as x: {person}");
    }

    @Test
    void storesWhatEveryDatabaseGivesBack() {
        AuditEntry entry = new AuditEntry(
                "a", "orders\0service", Optional.empty(), Optional.empty(), "half \ud83d " + "x".repeat(3000));
        ChainedEvent event = event(entry, Optional.empty());

        assertThat(event.actor()).isEqualTo("orders?service");
        assertThat(event.detail()).startsWith("half ? xxx").hasSize(2000);
        assertThat(event.at()).isEqualTo("2026-11-21T10:00:00.123456Z");
    }

    @Test
    void refusesANameWithoutAPlace() {
        assertThatIllegalArgumentException().isThrownBy(() -> entry("orders-service", "nobody here", "x"));
    }

    private static AuditEntry entry(String actor, String detail, String named) {
        return new AuditEntry("a", actor, Optional.empty(), Optional.empty(), detail, Optional.of(named));
    }

    private static Recorded recorded(AuditEntry entry) {
        return new Recorded(entry, Instant.parse("2026-11-21T10:00:00.123456789Z"), false);
    }

    private static ChainedEvent event(AuditEntry entry, Optional<Persons> persons) {
        return recorded(entry).event(1, 1, "start", persons, TestAuditEvents.KEY);
    }
}
