package org.s2sgateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.s2sgateway.audit.TestAuditEvents.CONFIG;
import static org.s2sgateway.audit.TestAuditEvents.KEY;
import static org.s2sgateway.audit.TestAuditEvents.OTHER_KEY;

import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.s2sgateway.settings.Settings;
import org.s2sgateway.testing.DatabaseContract;

/** Chains in the database, with the JPA provider of either server on either database. */
@ParameterizedClass
@EnumSource(DatabaseContract.Pair.class)
class AuditStoreTest extends DatabaseContract {

    private static final UUID CONTOSO = UUID.fromString("c0a00000-0000-4000-8000-000000000001");
    private static final UUID FABRIKAM = UUID.fromString("fab00000-0000-4000-8000-000000000002");
    private static final String PERSON = "person 5f0d3a9c-1111-4222-8333-444455556666";
    private static final int PATIENCE_SECONDS = 120;

    private final SeenHeads seen = new SeenHeads();

    AuditStoreTest(Pair pair) {
        super(pair);
    }

    @BeforeEach
    void beginAnew() {
        empty("AuditEvent", "AuditPersons", "AuditChain");
        sql("update audit_register set chains = 0, key_id = '', mac = ''");
        takeUp(CONFIG);
    }

    @Test
    void chainsTheEventsOfEachTenantAndOfNone() {
        record(entry(FABRIKAM, "one"), entry(CONTOSO, "one"), entry(FABRIKAM, "two"));
        record(entry(FABRIKAM, "three"));
        record(entry(null, "of none"));

        assertThat(auditTrail(event -> event.tenantId().map(UUID::toString).orElse("none") + " " + event.detail() + " "
                        + event.stored().number()))
                .containsExactlyInAnyOrder(
                        FABRIKAM + " one 1",
                        CONTOSO + " one 1",
                        FABRIKAM + " two 2",
                        FABRIKAM + " three 3",
                        "none of none 1");
        AuditReport report = report();
        assertThat(report.isWhole()).as(report.toString()).isTrue();
        assertThat(report.withKey()).isTrue();
        assertThat(report.chains())
                .extracting(ChainReport::tenantId, ChainReport::events)
                .containsExactly(
                        tuple(Optional.of(CONTOSO.toString()), 1L),
                        tuple(Optional.of(FABRIKAM.toString()), 3L),
                        tuple(Optional.empty(), 1L));
    }

    @Test
    void aTransactionThatRollsBackLeavesNoGap() {
        record(entry(FABRIKAM, "one"));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> inPlainTransaction(entityManager -> {
                    TestAuditEvents.endingWith(entityManager, CONFIG, seen, () -> {
                        TestAuditEvents.with(entityManager).record(entry(FABRIKAM, "lost"));
                        return true;
                    });
                    throw new IllegalStateException("broken on the way");
                }));
        record(entry(FABRIKAM, "two"));

        assertThat(auditTrail(event -> event.detail() + " " + event.stored().number()))
                .containsExactly("one 1", "two 2");
        assertThat(verified()).isEqualTo("whole");
    }

    @Test
    void writesAtTheEndOfTheOutermostWorkOfATransaction() {
        List<Long> written = inPlainTransaction(entityManager -> {
            TransactionEnd end = TestAuditEvents.end(entityManager, CONFIG, seen);
            List<Long> counts = new ArrayList<>();
            around(end, () -> {
                around(end, () -> end.add(Recorded.of(entry(FABRIKAM, "inner"))));
                counts.add(count(entityManager));
            });
            counts.add(count(entityManager));
            // As it would be in a transaction that nobody of us has begun.
            end.add(Recorded.of(entry(FABRIKAM, "outside")));
            counts.add(count(entityManager));
            return counts;
        });

        assertThat(written).containsExactly(0L, 1L, 2L);
        assertThat(verified()).isEqualTo("whole");
    }

    @Test
    void keepsTheEventsOfWorkThatEndsWithACheckedException() {
        inPlainTransaction(entityManager -> {
            TransactionEnd end = TestAuditEvents.end(entityManager, CONFIG, seen);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> end.around(() -> {
                        end.add(Recorded.of(entry(FABRIKAM, "kept")));
                        throw new IOException("expected");
                    }));
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> end.around(() -> {
                        end.add(Recorded.of(entry(FABRIKAM, "rolled back, as the container would")));
                        throw new IllegalStateException("expected");
                    }));
            return true;
        });

        assertThat(auditTrail(AuditEvent::detail)).containsExactly("kept");
    }

    @Test
    void readsMoreThanAPage() {
        AuditEntry[] entries = new AuditEntry[603];
        for (int i = 0; i < entries.length; i++) {
            entries[i] =
                    new AuditEntry("tenant.suspended", PERSON, Optional.of(FABRIKAM), Optional.empty(), "number " + i);
        }
        record(entries);

        assertThat(verified()).isEqualTo("whole");
        assertThat(report().chains().get(0).events()).isEqualTo(603);
        assertThat(exported()).hasSize(603);
        sql("delete from audit_events where chain_number = 550");
        assertThat(verified()).isEqualTo("550 removed");
    }

    @Test
    void beginsBehindEventsFromBefore() {
        sql("insert into audit_events (id, happened_at, tenant_id, action, actor, detail) values"
                + " (nextval('audit_event_ids'), timestamp with time zone '2026-01-02 03:04:05+00:00', '" + FABRIKAM
                + "', 'did', '" + PERSON + "', 'what')");
        assertThat(verified()).isEqualTo("0 before-changed");
        sql("update audit_register set mac = '', key_id = ''");
        takeUp(CONFIG);
        assertThat(verified()).isEqualTo("whole");

        record(entry(FABRIKAM, "one"));
        assertThat(verified()).isEqualTo("whole");
        assertThat(report().chains().get(0).beforeTheChain()).isEqualTo(1);

        sql("update audit_events set chain_number = null where chain_number = 1");
        assertThat(verified()).isEqualTo("0 before-changed");
    }

    @Test
    void noticesAChangeOfAnyColumnOfAnyTable() {
        recordSome();
        assertThat(verified()).isEqualTo("whole");

        for (String change : List.of(
                "audit_events set id = 1000000 where chain_number = 2",
                "audit_events set happened_at = timestamp with time zone '2026-01-02 03:04:05+00:00' where chain_number = 2",
                "audit_events set tenant_id = null where chain_number = 2",
                "audit_events set tenant_id = 'no tenant' where chain_number = 2",
                "audit_events set environment = 'b.example' where chain_number = 2",
                "audit_events set action = 'b' where chain_number = 2",
                "audit_events set actor = 'b' where chain_number = 2",
                "audit_events set detail = 'b' where chain_number = 2",
                "audit_events set chain_number = 7 where chain_number = 2",
                "audit_events set chain_number = null where chain_number = 2",
                "audit_events set persons_hash = 'b' where chain_number = 1",
                "audit_events set persons_hash = null where chain_number = 2",
                "audit_events set previous_mac = 'b' where chain_number = 2",
                "audit_events set key_id = 'b' where chain_number = 2",
                "audit_events set key_id = 'none' where chain_number = 2",
                "audit_events set mac = 'b' where chain_number = 2",
                "audit_persons set event_id = 1000000",
                "audit_persons set salt = 'b'",
                "audit_persons set actor = 'b'",
                "audit_persons set named = 'b'",
                "audit_persons set named = null",
                "audit_chains set chain = 'b'",
                "audit_chains set place = 2",
                "audit_chains set removed_number = 1",
                "audit_chains set removed_mac = 'b'",
                "audit_chains set last_number = 2",
                "audit_chains set last_mac = 'b'",
                "audit_chains set before_count = 1",
                "audit_chains set erased_to = 3",
                "audit_chains set key_id = 'b'",
                "audit_chains set mac = 'b'",
                "audit_register set chains = 2",
                "audit_register set key_id = 'b'",
                "audit_register set mac = 'b'")) {
            assertThat(verifiedAfter("update " + change)).as(change).isNotEqualTo("whole");
        }
        assertThat(verified()).isEqualTo("whole");
    }

    @Test
    void noticesRowsThatAreGone() {
        recordSome();

        assertThat(verifiedAfter("delete from audit_events where chain_number = 1"))
                .isEqualTo("1 removed");
        assertThat(verifiedAfter("delete from audit_events where chain_number = 2"))
                .isEqualTo("2 removed");
        assertThat(verifiedAfter("delete from audit_events where chain_number = 3"))
                .isEqualTo("3 truncated");
        assertThat(verifiedAfter("delete from audit_persons")).isEqualTo("2 persons-removed");
        assertThat(verifiedAfter("delete from audit_chains")).isEqualTo("chains-changed, 0 head-removed");
        assertThat(verifiedAfter("delete from audit_events", "delete from audit_persons", "delete from audit_chains"))
                .isEqualTo("chains-changed, 0 head-removed");
        assertThat(verifiedAfter("delete from audit_register")).isEqualTo("chains-changed");
    }

    @Test
    void noticesThatTheEndWasCutOffTogetherWithTheHead() {
        recordSome();
        ChainHead old = head();
        record(entry(FABRIKAM, "to be hidden"));

        // All of it is as it was once: only who has seen more can tell.
        restore(old);
        assertThat(verified()).isEqualTo("whole");
        seen.saw(new ChainHead(FABRIKAM.toString(), 1, 0, "start", 4, "x", 0, 0, "", ""));
        assertThat(verified()).isEqualTo("4 set-back");

        // And nothing that comes later makes it right.
        record(entry(FABRIKAM, "later"));
        assertThat(verified()).isEqualTo("4 unlinked");
    }

    @Test
    void standsOnNoEndThatWasForged() {
        recordSome();
        sql("delete from audit_events where chain_number = 3");
        sql("update audit_chains set last_number = 2, last_mac ="
                + " (select e.mac from audit_events e where e.chain_number = 2)");
        assertThat(verified()).isEqualTo("2 head-changed");

        record(entry(FABRIKAM, "later"));

        assertThat(verified()).isEqualTo("3 unlinked");
    }

    @Test
    void makesNoNumberOfChainsRightByGoingOn() {
        recordSome();
        record(entry(CONTOSO, "one"));
        for (String table : List.of("audit_chains where chain", "audit_events where tenant_id")) {
            sql("delete from " + table + " = '" + CONTOSO + "'");
        }
        sql("update audit_register set chains = 1");

        record(entry(null, "one"));

        assertThat(verified()).isEqualTo("chains-changed");
    }

    @Test
    void noticesAChainThatIsGoneTogetherWithTheNewestCopyOfTheirNumber() {
        record(entry(FABRIKAM, "one"));
        List<String> old = register();
        record(entry(CONTOSO, "one"));

        for (String table : List.of("audit_chains where chain", "audit_events where tenant_id")) {
            sql("delete from " + table + " = '" + FABRIKAM + "'");
        }
        sql("update audit_register set chains = 1, mac = '" + old.get(0) + "', key_id = '" + old.get(1) + "'");

        assertThat(verified()).isEqualTo("chains-changed");
    }

    @Test
    void noticesAnEventOfATenantWithTheOtherChainsName() {
        record(entry(null, "one"));
        sql("insert into audit_events (id, happened_at, tenant_id, action, actor, detail, chain_number) values"
                + " (nextval('audit_event_ids'), timestamp with time zone '2026-01-02 03:04:05+00:00', 'none', 'did',"
                + " 'x', 'what', 1)");

        assertThat(verified()).isEqualTo("0 head-removed");
    }

    @Test
    void takesOverWhatWasWrittenBeforeTheFirstKey() {
        sql("update audit_register set chains = 0, key_id = '', mac = ''");
        AuditConfig none = TestAuditEvents.config(AuditKey.NONE);
        takeUp(none);
        record(none, entry(FABRIKAM, "one"), entry(CONTOSO, "one"));
        assertThat(with(none, AuditStoreTest::words)).isEqualTo("whole");
        // A restart with a key takes nothing over by itself: anybody can have made this.
        assertThat(takeUp(CONFIG)).isEqualTo("s2s.audit.other-keys");
        assertThat(verified()).isEqualTo("chains-changed, 1 head-changed, 1 head-changed");

        AuditConfig first = new AuditConfig(AuditKeys.of(KEY, List.of()), Set.of("none"), Optional.empty());
        assertThat(takeUp(first)).isEqualTo("none");
        assertThat(takeUp(CONFIG)).isEqualTo("none");
        record(entry(FABRIKAM, "two"));

        assertThat(verified()).isEqualTo("whole");
        assertThat(report().chains()).extracting(ChainReport::withoutKey).containsExactly(1L, 1L);
    }

    @Test
    void takesNothingOverThatNeverFitted() {
        recordSome();
        sql("update audit_chains set key_id = 'none'");
        takeUp(new AuditConfig(AuditKeys.of(KEY, List.of()), Set.of("none"), Optional.empty()));

        assertThat(verified()).isEqualTo("3 head-changed");
    }

    @Test
    void goesOnWithANewKey() {
        recordSome();
        record(TestAuditEvents.config(OTHER_KEY, KEY), entry(FABRIKAM, "with another key"));

        AuditConfig both = TestAuditEvents.config(OTHER_KEY, KEY);
        assertThat(with(both, AuditStoreTest::words)).isEqualTo("whole");
        assertThat(takeUp(both)).isEqualTo("none");
        assertThat(takeUp(CONFIG)).isEqualTo("s2s.audit.other-keys");
        assertThat(takeUp(TestAuditEvents.config(AuditKey.NONE))).isEqualTo("s2s.audit.key");
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
        Instant later = Instant.now().plusSeconds(1);
        sql("insert into audit_events (id, happened_at, tenant_id, action, actor, detail) values"
                + " (nextval('audit_event_ids'), timestamp with time zone '2026-01-02 03:04:05+00:00', '" + FABRIKAM
                + "', 'did', 'x', 'what')");
        sql("update audit_chains set before_count = 1");
        reseal();

        removeOlderThan(Instant.parse("2026-02-02T03:04:05Z"));
        assertThat(auditTrail(AuditEvent::detail))
                .containsExactly("one", "as ada@contoso.example for a reason", "three");
        assertThat(verified()).isEqualTo("whole");

        removeOlderThan(later);
        assertThat(auditTrail(AuditEvent::detail)).isEmpty();
        assertThat(this.<Long>inPlainTransaction(entityManager -> entityManager
                        .createQuery("select count(p) from AuditPersons p", Long.class)
                        .getSingleResult()))
                .isZero();
        assertThat(verified()).isEqualTo("whole");

        record(entry(FABRIKAM, "four"));
        assertThat(auditTrail(event -> event.detail() + " " + event.stored().number()))
                .containsExactly("four 4");
        assertThat(verified()).isEqualTo("whole");
        assertThat(report().chains().get(0).removed()).isEqualTo(3);
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
            return events.remove(ChainName.of(FABRIKAM.toString()), old);
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

    @Test
    void writersToOneChainWaitForEachOther() throws Exception {
        atOnce(8, writer -> {
            for (int i = 0; i < 12; i++) {
                record(entry(FABRIKAM, "of " + writer + ", " + i));
            }
        });

        assertThat(auditTrail(event -> String.valueOf(event.stored().number()))).hasSize(96);
        assertThat(verified()).isEqualTo("whole");
        assertThat(report().chains().get(0).lastNumber()).isEqualTo(96);
    }

    @Test
    void writersToChainsInCrossingOrderDoNotBlockEachOther() throws Exception {
        atOnce(6, writer -> {
            for (int i = 0; i < 8; i++) {
                UUID first = writer % 2 == 0 ? CONTOSO : FABRIKAM;
                UUID second = writer % 2 == 0 ? FABRIKAM : CONTOSO;
                record(entry(first, "a"), entry(second, "b"), entry(null, "c"), entry(UUID.randomUUID(), "new"));
            }
        });

        assertThat(verified()).isEqualTo("whole");
        assertThat(report().chains()).hasSize(51).last().satisfies(none -> assertThat(none.events())
                .isEqualTo(48));
    }

    @Test
    void verifiesWhileOthersWrite() throws Exception {
        record(entry(FABRIKAM, "first"));
        List<String> found = new ArrayList<>();
        atOnce(3, writer -> {
            for (int i = 0; i < 15; i++) {
                if (writer == 0) {
                    found.add(verified());
                } else {
                    record(entry(FABRIKAM, "of " + writer + ", " + i));
                }
            }
        });

        assertThat(found).hasSize(15).containsOnly("whole");
    }

    @Test
    void exportsWhatAnybodyWithTheKeyCanVerify() {
        recordSome();

        List<String> lines = exported();

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0))
                .startsWith("{\"tenantId\":\"" + FABRIKAM + "\",\"number\":1,\"id\":")
                .contains("\"previous\":\"start\",\"keyId\":\"" + KEY.id() + "\",\"mac\":\"");
        assertThat(lines.get(1))
                .contains("\"actor\":\"{person}\",\"detail\":\"as {person} for a reason\",\"personsHash\":\"")
                .contains("\"persons\":{\"salt\":\"")
                .endsWith("\"actor\":\"" + PERSON + "\",\"named\":\"ada@contoso.example\"}}");
        assertThat(ExportedChain.of(lines, KEY)).isEqualTo("whole");
        assertThat(ExportedChain.of(lines, OTHER_KEY)).isEqualTo("line 1 does not fit");
        assertThat(ExportedChain.of(List.of(lines.get(0), lines.get(2)), KEY)).isEqualTo("line 2 does not follow");
    }

    private static void around(TransactionEnd end, Runnable work) {
        try {
            end.around(() -> {
                work.run();
                return true;
            });
        } catch (Exception unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    private static Long count(EntityManager entityManager) {
        return entityManager
                .createQuery("select count(e) from AuditEvent e", Long.class)
                .getSingleResult();
    }

    /** Three events of one tenant; the second one tells of persons. */
    private void recordSome() {
        record(entry(FABRIKAM, "one"));
        record(new AuditEntry(
                "tenant.suspended",
                PERSON,
                Optional.of(FABRIKAM),
                Optional.of("a.example"),
                "as {person} for a reason",
                Optional.of("ada@contoso.example")));
        record(entry(FABRIKAM, "three"));
    }

    private static AuditEntry entry(@Nullable UUID tenant, String detail) {
        return new AuditEntry(
                "tenant.suspended", "orders-service", Optional.ofNullable(tenant), Optional.empty(), detail);
    }

    private static AuditEntry entry(UUID tenant, String actor, String detail) {
        return new AuditEntry("tenant.suspended", actor, Optional.of(tenant), Optional.empty(), detail);
    }

    private void record(AuditEntry... entries) {
        record(CONFIG, entries);
    }

    private void record(AuditConfig config, AuditEntry... entries) {
        change(config, events -> {
            for (AuditEntry entry : entries) {
                events.record(entry);
            }
        });
    }

    private void change(Consumer<AuditEvents> work) {
        change(CONFIG, work);
    }

    private void change(AuditConfig config, Consumer<AuditEvents> work) {
        inPlainTransaction(entityManager -> TestAuditEvents.endingWith(entityManager, config, seen, () -> {
            work.accept(TestAuditEvents.with(entityManager));
            return true;
        }));
    }

    private void sql(String statement) {
        inPlainTransaction(
                entityManager -> entityManager.createNativeQuery(statement).executeUpdate());
    }

    private AuditReport report() {
        return inPlainTransaction(
                entityManager -> verifier(entityManager, CONFIG).verify().orElseThrow());
    }

    private String verified() {
        return inPlainTransaction(entityManager -> words(verifier(entityManager, CONFIG)));
    }

    /** What would be found if those statements were committed. */
    private String verifiedAfter(String... statements) {
        return inPlainTransaction(entityManager -> {
            for (String statement : statements) {
                entityManager.createNativeQuery(statement).executeUpdate();
            }
            String found = words(verifier(entityManager, CONFIG));
            entityManager.getTransaction().rollback();
            entityManager.getTransaction().begin();
            return found;
        });
    }

    private static String words(AuditVerifier verifier) {
        AuditReport report = verifier.verify().orElseThrow();
        List<String> words = new ArrayList<>();
        report.register().map(Misfit::word).ifPresent(words::add);
        for (ChainReport chain : report.chains()) {
            chain.outcome()
                    .<Optional<String>>fold(
                            Optional::empty,
                            broken -> Optional.of(
                                    broken.number() + " " + broken.how().word()))
                    .ifPresent(words::add);
        }
        return words.isEmpty() ? "whole" : String.join(", ", words);
    }

    /** What a start does to the audit, and the key of the configuration that keeps it from doing so. */
    private String takeUp(AuditConfig config) {
        return inPlainTransaction(entityManager -> {
            AuditStart start = new AuditStart();
            start.entityManager = entityManager;
            start.config = config;
            start.seen = seen;
            return start.takeUp().map(Settings.Fault::key).orElse("none");
        });
    }

    /** The HMAC of the number of chains, and the id of its key. */
    private List<String> register() {
        return inPlainTransaction(entityManager -> Stream.of(
                        "select r.mac from AuditRegister r", "select r.keyId from AuditRegister r")
                .map(query -> entityManager.createQuery(query, String.class).getSingleResult())
                .toList());
    }

    private String with(AuditConfig config, Function<AuditVerifier, String> question) {
        return inPlainTransaction(entityManager -> question.apply(verifier(entityManager, config)));
    }

    private AuditVerifier verifier(EntityManager entityManager, AuditConfig config) {
        AuditVerifier verifier = new AuditVerifier();
        verifier.entityManager = entityManager;
        verifier.config = config;
        verifier.seen = seen;
        return verifier;
    }

    private void removeOlderThan(Instant time) {
        inPlainTransaction(entityManager -> {
            AuditRetention retention = new AuditRetention();
            retention.verifier = verifier(entityManager, CONFIG);
            retention.oldEvents = new OldEvents();
            retention.oldEvents.entityManager = entityManager;
            retention.oldEvents.config = CONFIG;
            retention.removeOlderThan(time);
            return true;
        });
    }

    private ChainHead head() {
        return inPlainTransaction(entityManager ->
                entityManager.find(ChainRow.class, FABRIKAM.toString()).head());
    }

    private void restore(ChainHead old) {
        sql("delete from audit_events where chain_number > " + old.lastNumber());
        withHead(head -> old);
    }

    /** As if the gateway had written the row of the chain. */
    private void reseal() {
        withHead(head -> head.sealed(KEY));
    }

    private void withHead(Function<ChainHead, ChainHead> change) {
        inPlainTransaction(entityManager -> {
            ChainRow row = entityManager.find(ChainRow.class, FABRIKAM.toString());
            row.change(change.apply(row.head()));
            return true;
        });
    }

    private List<String> exported() {
        return inPlainTransaction(entityManager -> {
            List<String> lines = new ArrayList<>();
            try {
                TestAuditEvents.with(entityManager).export(0, Optional.empty(), lines::add);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return lines;
        });
    }

    /** So many threads begin together; each has to come to its end in time. */
    private static void atOnce(int threads, Consumer<Integer> work)
            throws InterruptedException, ExecutionException, TimeoutException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch begin = new CountDownLatch(1);
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                all.add(pool.submit(() -> {
                    begin.await();
                    work.accept(number);
                    return null;
                }));
            }
            begin.countDown();
            for (Future<?> one : all) {
                one.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
