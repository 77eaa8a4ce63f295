package org.s2sgateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.audit.TestAuditEvents.CONFIG;
import static org.s2sgateway.audit.TestAuditEvents.KEY;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.s2sgateway.testing.DatabaseContract;

/** What goes out of chains in the database, persons and old events, and that the rest verifies. */
@ParameterizedClass
@EnumSource(DatabaseContract.Pair.class)
class AuditForgettingTest extends StoredChains {

    AuditForgettingTest(Pair pair) {
        super(pair);
    }

    @Test
    void erasesThePersonsOfATenantAndStillVerifies() {
        recordSome();
        record(entry(CONTOSO, PERSON, "of another tenant"));
        sql("insert into audit_events (id, happened_at, tenant_id, action, actor, detail) values"
                + " (nextval('audit_event_ids'), timestamp with time zone '2026-01-02 03:04:05+00:00', '" + FABRIKAM
                + "', 'did', '" + PERSON
                + "', 'what')");
        sql("update audit_chains set before_count = 1 where chain = '" + FABRIKAM + "'");
        reseal();

        change(events -> events.erasePersons(FABRIKAM, PERSON));

        assertThat(auditTrail(event -> event.actor() + ": " + event.detail()))
                .containsExactlyInAnyOrder(
                        "person (erased): what",
                        "orders-service: one",
                        "person (erased): as (erased) for a reason",
                        "orders-service: three",
                        PERSON + ": of another tenant",
                        PERSON + ": of every event before this one");
        AuditReport report = report();
        assertThat(report.isWhole()).as(report.toString()).isTrue();
        assertThat(report.chains().get(1).erased()).isEqualTo(1);
        assertThat(verifiedAfter("delete from audit_persons")).isNotEqualTo("whole");
    }

    @Test
    void removesWhatIsOldAndVerifiesTheRest() {
        recordSome();
        Instant later = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);
        sql("insert into audit_events (id, happened_at, tenant_id, action, actor, detail) values"
                + " (nextval('audit_event_ids'), timestamp with time zone '2026-01-02 03:04:05+00:00', '" + FABRIKAM
                + "', 'did', 'x', 'what')");
        sql("update audit_chains set before_count = 1");
        reseal();

        removeOlderThan(Instant.parse("2026-02-02T03:04:05Z"));
        assertThat(auditTrail(AuditEvent::detail))
                .containsExactly(
                        "one", "as ada@contoso.example for a reason", "three", "1 from before 2026-02-02T03:04:05Z");
        assertThat(auditTrail(AuditEvent::action)).last().isEqualTo("events.removed");
        assertThat(verified()).isEqualTo("whole");

        removeOlderThan(later);
        assertThat(auditTrail(AuditEvent::detail)).containsExactly("3 from before " + later);
        assertThat(this.<Long>inPlainTransaction(entityManager -> entityManager
                        .createQuery("select count(p) from AuditPersons p", Long.class)
                        .getSingleResult()))
                .isZero();
        assertThat(verified()).isEqualTo("whole");

        // That nothing but such an event was removed leaves none, or there would be no end.
        removeOlderThan(later);
        assertThat(auditTrail(AuditEvent::detail)).isEmpty();
        record(entry(FABRIKAM, "six"));
        assertThat(auditTrail(event -> event.detail() + " " + event.stored().number()))
                .containsExactly("six 6");
        assertThat(verified()).isEqualTo("whole");
        assertThat(report().chains().get(0).removed()).isEqualTo(5);
    }

    @Test
    void removesNoYoungEventThatWasMadeToLookOldSinceTheChainWasVerified() {
        recordSome();
        Instant old = Instant.parse("2026-02-02T03:04:05Z");
        sql("update audit_events set happened_at = timestamp with time zone '2026-01-02 03:04:05+00:00'");

        boolean more = inPlainTransaction(entityManager -> {
            OldEvents events = new OldEvents();
            events.entityManager = entityManager;
            events.config = CONFIG;
            return events.remove(ChainName.of(FABRIKAM.toString()), old).more();
        });

        assertThat(more).isFalse();
        assertThat(auditTrail(AuditEvent::detail)).hasSize(3);
    }

    @Test
    void keepsAChainThatDoesNotVerify() {
        recordSome();
        sql("update audit_events set detail = 'b' where chain_number = 2");

        removeOlderThan(Instant.now().plusSeconds(1));

        assertThat(auditTrail(AuditEvent::detail)).hasSize(3);
    }

    private void removeOlderThan(Instant time) {
        inPlainTransaction(entityManager -> {
            AuditRetention retention = new AuditRetention();
            retention.verifier = verifier(entityManager, CONFIG);
            retention.oldEvents = new OldEvents();
            retention.oldEvents.entityManager = entityManager;
            retention.oldEvents.config = CONFIG;
            retention.events = TestAuditEvents.with(entityManager);
            retention.removeOlderThan(time);
            return true;
        });
    }

    /** As if the gateway had written the row of the chain. */
    private void reseal() {
        withHead(head -> head.sealed(KEY));
    }
}
