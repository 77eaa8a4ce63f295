package org.s2sgateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.s2sgateway.audit.TestAuditEvents.CONFIG;
import static org.s2sgateway.audit.TestAuditEvents.KEY;
import static org.s2sgateway.audit.TestAuditEvents.OTHER_KEY;

import jakarta.persistence.EntityManager;
import java.io.IOException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.s2sgateway.testing.DatabaseContract;

/** Chains in the database: how they are written, by many at once too, verified, exported and begun. */
@ParameterizedClass
@EnumSource(DatabaseContract.Pair.class)
class AuditChainsTest extends StoredChains {

    private static final int PATIENCE_SECONDS = 120;

    AuditChainsTest(Pair pair) {
        super(pair);
    }

    @Test
    void chainsTheEventsOfEachTenantAndOfNone() {
        record(entry(FABRIKAM, "one"), entry(CONTOSO, "one"), entry(FABRIKAM, "two"));
        record(entry(FABRIKAM, "three"));
        record(entry(null, "of none"));

        assertThat(auditTrail(event -> event.tenantId().orElse("none") + " " + event.detail() + " "
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
        // Nobody has seen what never was.
        assertThat(verified()).isEqualTo("whole");
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
    void takesOverWhatWasWrittenBeforeTheFirstKey() {
        sql("update audit_register set chains = 0, key_id = '', mac = ''");
        AuditConfig none = TestAuditEvents.config(AuditKey.NONE);
        takeUp(none);
        record(none, entry(FABRIKAM, "one"), entry(CONTOSO, "one"));
        assertThat(with(none, StoredChains::words)).isEqualTo("whole");
        // A restart with a key takes nothing over by itself: anybody can have made this.
        assertThat(takeUp(CONFIG)).isEqualTo("s2s.audit.other-keys");
        assertThat(verified()).isEqualTo("chains-changed, 1 head-changed, 1 head-changed");

        AuditConfig first = new AuditConfig(AuditKeys.of(KEY, List.of()), Set.of("none"), Optional.empty());
        assertThat(takeUp(first)).isEqualTo("none");
        assertThat(takeUp(CONFIG)).isEqualTo("none");
        record(entry(FABRIKAM, "two"));

        assertThat(verified()).isEqualTo("whole");
        assertThat(report().chains()).extracting(ChainReport::withoutKey).containsExactly(1L, 1L, 0L);
        assertThat(auditTrail(event -> event.action() + " by " + event.actor() + ": " + event.detail()))
                .containsOnlyOnce("audit.taken-over by system: 2 of 2 chains that were written without a key");
    }

    @Test
    void goesOnWithANewKey() {
        recordSome();
        record(TestAuditEvents.config(OTHER_KEY, KEY), entry(FABRIKAM, "with another key"));

        AuditConfig both = TestAuditEvents.config(OTHER_KEY, KEY);
        assertThat(with(both, StoredChains::words)).isEqualTo("whole");
        assertThat(takeUp(both)).isEqualTo("none");
        assertThat(takeUp(CONFIG)).isEqualTo("s2s.audit.other-keys");
        assertThat(takeUp(TestAuditEvents.config(AuditKey.NONE))).isEqualTo("s2s.audit.key");
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
