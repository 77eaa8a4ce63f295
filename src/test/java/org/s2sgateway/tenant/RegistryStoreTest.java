package org.s2sgateway.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import jakarta.persistence.OptimisticLockException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.s2sgateway.audit.AuditEvent;
import org.s2sgateway.audit.AuditEvents;
import org.s2sgateway.audit.TestAuditEvents;
import org.s2sgateway.testing.DatabaseContract;

/** The mappings and queries with the JPA provider of either server on either database. */
@ParameterizedClass
@EnumSource(DatabaseContract.Pair.class)
class RegistryStoreTest extends DatabaseContract {

    private static final UUID CONTOSO = UUID.fromString("c0a00000-0000-4000-8000-000000000001");
    private static final UUID FABRIKAM = UUID.fromString("fab00000-0000-4000-8000-000000000002");
    private static final UUID PERSON = UUID.fromString("00000000-0000-4000-8000-00000000000a");
    private static final UUID UNKNOWN = UUID.fromString("00000000-0000-4000-8000-000000000009");
    private static final EnvironmentHost HOST = EnvironmentHost.parse("contoso.crm4.dynamics.com");

    /** What a transaction of a server sees: the repositories on one entity manager. */
    private record Store(Tenants tenants, Environments environments, AuditEvents auditEvents) {}

    RegistryStoreTest(Pair pair) {
        super(pair);
    }

    @BeforeEach
    void empty() {
        empty("Environment", "Tenant", "AuditEvent");
    }

    @Test
    void keepsATenantAsItIs() {
        Instant before = Instant.now();
        Tenant invited = change(store -> store.tenants.invite(FABRIKAM, "Fabrikam \u00e9\u4e2d", "consumer"));
        Tenant found = change(store -> store.tenants.find(FABRIKAM).orElseThrow());

        assertThat(found.tenantId()).isEqualTo(FABRIKAM);
        assertThat(found.name()).isEqualTo("Fabrikam \u00e9\u4e2d");
        assertThat(found.status()).isEqualTo(TenantStatus.INVITED);
        assertThat(found.createdAt())
                .isEqualTo(invited.createdAt())
                .isBetween(before.minusMillis(1), before.plus(Duration.ofMinutes(1)));
        assertThat(found.updatedAt()).isEqualTo(found.createdAt());
    }

    @Test
    void timesAreTheSameInEveryTimeZoneAndInItsRepeatedHour() {
        TimeZone before = TimeZone.getDefault();
        Instant repeated = Instant.parse("2026-10-25T01:30:00.123456Z");
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
            inTransaction(entityManager -> {
                entityManager.persist(Tenant.invited(CONTOSO, "Contoso", repeated));
                entityManager.persist(Tenant.invited(FABRIKAM, "Fabrikam", repeated.minusSeconds(3600)));
                return null;
            });
            TimeZone.setDefault(TimeZone.getTimeZone("America/Los_Angeles"));
            assertThat(change(store -> store.tenants.find(CONTOSO).orElseThrow())
                            .createdAt())
                    .isEqualTo(repeated);
            assertThat(change(store -> store.tenants.find(FABRIKAM).orElseThrow())
                            .createdAt())
                    .isEqualTo(repeated.minusSeconds(3600));
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void keepsAnEnvironmentAsItIs() {
        List<ReadinessStep> steps = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            steps.add(new ReadinessStep("step" + i, "failed", "0x80072560", "x".repeat(3000), "operator", "\u4e2d"));
        }
        change(store -> {
            store.tenants.home(CONTOSO, "Contoso");
            store.environments.add(HOST, CONTOSO, "consumer");
            return store.environments.checked(HOST, steps, false, "0x80072560", "consumer");
        });
        Environment found = change(store -> store.environments.find(HOST).orElseThrow());

        assertThat(found.host()).isEqualTo(HOST);
        assertThat(found.tenantId()).isEqualTo(CONTOSO);
        assertThat(found.status()).isEqualTo(EnvironmentStatus.PENDING);
        assertThat(found.reason()).contains("0x80072560");
        assertThat(found.steps()).isEqualTo(steps);
    }

    @Test
    void aConsentAddsItsTenantAndKeepsWhoGaveIt() {
        change(store ->
                store.tenants.consented(FABRIKAM, "fabrikam.example", Optional.of(PERSON), "a", "shown by invitation"));

        Tenant tenant = change(store -> store.tenants.find(FABRIKAM).orElseThrow());
        assertThat(tenant.name()).isEqualTo("fabrikam.example");
        assertThat(tenant.status()).isEqualTo(TenantStatus.CONSENTED);
        assertThat(tenant.wasConsentedBy(PERSON)).isTrue();
        assertThat(tenant.wasConsentedBy(UNKNOWN)).isFalse();
    }

    @Test
    void everyChangeLeavesAnEvent() {
        change(store -> {
            store.tenants.home(CONTOSO, "Contoso");
            store.tenants.invite(FABRIKAM, "Fabrikam", "a");
            store.environments.add(HOST, FABRIKAM, "b");
            return null;
        });
        change(store -> store.tenants.suspend(FABRIKAM, "c"));
        change(store -> store.tenants.activate(FABRIKAM, "d"));
        change(store -> store.tenants.approvalAwaited(FABRIKAM, "?", PERSON, "p"));
        change(store -> store.tenants.approvalAwaited(FABRIKAM, "?", PERSON, "again"));
        change(store -> store.tenants.activate(FABRIKAM, "e"));
        change(store -> store.tenants.disconnect(FABRIKAM, "q"));
        change(store -> store.tenants.consented(FABRIKAM, "?", Optional.of(PERSON), "r", "shown by consenter"));
        change(store -> store.environments.checked(HOST, List.of(), true, null, "f"));
        change(store -> store.environments.checked(HOST, List.of(), false, "S2S.Timeout", "g"));
        change(store -> store.environments.disable(HOST, "h"));
        change(store -> store.environments.activate(HOST, "i"));
        change(store -> store.tenants.offboard(FABRIKAM, "j"));

        assertThat(events())
                .extracting(AuditEvent::action, AuditEvent::actor, AuditEvent::detail)
                .containsExactly(
                        tuple("tenant.offboarded", "j", "consented -> offboarded"),
                        tuple("environment.removed", "j", "was pending"),
                        tuple("environment.activated", "i", "disabled -> pending"),
                        tuple("environment.disabled", "h", "degraded -> disabled"),
                        tuple("environment.checked", "g", "connected -> degraded: S2S.Timeout"),
                        tuple("environment.checked", "f", "pending -> connected"),
                        tuple("tenant.consented", "r", "consent-revoked -> consented, shown by consenter"),
                        tuple("tenant.disconnected", "q", "consented -> consent-revoked"),
                        tuple("tenant.approved", "e", "invited -> consented"),
                        tuple("tenant.approval-awaited", "p", "consented to by a person without standing"),
                        tuple("tenant.reinstated", "d", "suspended -> invited"),
                        tuple("tenant.suspended", "c", "invited -> suspended"),
                        tuple("environment.added", "b", "pending"),
                        tuple("tenant.invited", "a", "as Fabrikam"),
                        tuple("tenant.consented", "system", "the home tenant"));
        assertThat(events(store -> store.auditEvents.before(Long.MAX_VALUE, CONTOSO, 100)))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.tenantId()).contains(CONTOSO.toString());
                    assertThat(event.environment()).isEmpty();
                    assertThat(event.at()).isBetween(Instant.now().minusSeconds(60), Instant.now());
                });
        assertNothing(store -> store.environments.find(HOST));
    }

    @Test
    void whatIsSoAlreadyChangesNothing() {
        change(store -> {
            store.tenants.home(CONTOSO, "Contoso");
            store.environments.add(HOST, CONTOSO, "a");
            return null;
        });
        change(store -> store.tenants.activate(CONTOSO, "a"));
        change(store -> store.environments.activate(HOST, "a"));
        change(store -> store.environments.disable(HOST, "a"));
        change(store -> store.environments.disable(HOST, "a"));
        change(store -> store.tenants.suspend(CONTOSO, "a"));
        change(store -> store.tenants.suspend(CONTOSO, "a"));
        change(store -> {
            store.tenants.home(CONTOSO, "Contoso");
            return null;
        });
        change(store -> store.tenants.offboard(CONTOSO, "a"));
        change(store -> store.tenants.offboard(CONTOSO, "a"));

        assertThat(events())
                .extracting(AuditEvent::action)
                .containsExactly(
                        "tenant.offboarded",
                        "environment.removed",
                        "tenant.suspended",
                        "environment.disabled",
                        "environment.added",
                        "tenant.consented");
    }

    @Test
    void keepsInTheAuditWhoDidWhatUnlessPersonsAreToBeErased() {
        change(store -> store.tenants.consented(FABRIKAM, "?", Optional.of(PERSON), "person " + PERSON, "shown"));
        change(store -> store.tenants.offboard(FABRIKAM, "operator-tool"));
        assertThat(events())
                .extracting(AuditEvent::action, AuditEvent::actor)
                .containsExactly(
                        tuple("tenant.offboarded", "operator-tool"), tuple("tenant.consented", "person " + PERSON));

        assertThat(tenant(FABRIKAM).wasConsentedBy(PERSON)).isTrue();

        // It is off-boarded already.
        change(store -> store.tenants.offboardAndErasePersons(FABRIKAM, "operator-tool"));

        assertThat(events())
                .extracting(AuditEvent::action, AuditEvent::actor)
                .containsExactly(
                        tuple("persons.erased", "operator-tool"),
                        tuple("tenant.offboarded", "operator-tool"),
                        tuple("tenant.consented", "person (erased)"));
        assertThat(tenant(FABRIKAM).wasConsentedBy(PERSON)).isFalse();
    }

    @Test
    void offboardsAndErasesThePersonsAtOnce() {
        change(store -> store.tenants.consented(FABRIKAM, "?", Optional.of(PERSON), "person " + PERSON, "shown"));

        change(store -> store.tenants.offboardAndErasePersons(FABRIKAM, "person " + UNKNOWN));

        assertThat(tenant(FABRIKAM).status()).isEqualTo(TenantStatus.OFFBOARDED);
        assertThat(events())
                .extracting(AuditEvent::action, AuditEvent::actor)
                .containsExactly(
                        tuple("persons.erased", "person " + UNKNOWN),
                        tuple("tenant.offboarded", "person (erased)"),
                        tuple("tenant.consented", "person (erased)"));
    }

    @Test
    void whatIsUnknownIsEmpty() {
        assertNothing(store -> store.tenants.suspend(UNKNOWN, "a"));
        assertNothing(store -> store.tenants.activate(UNKNOWN, "a"));
        assertNothing(store -> store.tenants.offboard(UNKNOWN, "a"));
        assertNothing(store -> store.tenants.offboardAndErasePersons(UNKNOWN, "a"));
        assertNothing(store -> store.environments.disable(HOST, "a"));
        assertNothing(store -> store.environments.activate(HOST, "a"));
        assertNothing(store -> store.environments.checked(HOST, List.of(), true, null, "a"));
        assertNothing(store -> Optional.of(store.environments.remove(HOST, "a")).filter(removed -> removed));
        assertThat(events()).isEmpty();
    }

    @Test
    void theHomeTenantIsConsentedWhateverItWasAsACustomer() {
        change(store -> store.tenants.invite(CONTOSO, "Contoso", "a"));
        change(store -> store.tenants.offboard(CONTOSO, "a"));
        change(store -> {
            store.tenants.home(CONTOSO, "Contoso");
            return null;
        });

        assertThat(tenant(CONTOSO).status()).isEqualTo(TenantStatus.CONSENTED);
    }

    @Test
    void nodesThatStartTogetherAddTheHomeTenantOnce() {
        var home = new HomeTenant();
        home.tenants = new Tenants() {
            @Override
            void home(UUID tenantId, String name) {
                // The transaction that the container would put around it.
                change(store -> {
                    store.tenants.home(tenantId, name);
                    return null;
                });
            }
        };
        for (int round = 0; round < 10; round++) {
            empty();
            CyclicBarrier start = new CyclicBarrier(2);
            Runnable node = () -> {
                try {
                    start.await();
                } catch (InterruptedException | BrokenBarrierException broken) {
                    throw new IllegalStateException(broken);
                }
                home.ensure(CONTOSO, "Contoso");
            };
            CompletableFuture.allOf(CompletableFuture.runAsync(node), CompletableFuture.runAsync(node))
                    .join();

            assertThat(tenant(CONTOSO).status()).isEqualTo(TenantStatus.CONSENTED);
            assertThat(events()).extracting(AuditEvent::action).containsExactly("tenant.consented");
        }
    }

    @Test
    void addsNothingTwiceAndNothingToATenantThatIsNotThere() {
        change(store -> store.tenants.invite(FABRIKAM, "Fabrikam", "a"));
        change(store -> store.environments.add(HOST, FABRIKAM, "a"));

        assertThatExceptionOfType(AlreadyThere.class)
                .isThrownBy(() -> change(store -> store.tenants.invite(FABRIKAM, "Fabrikam", "a")));
        assertThatExceptionOfType(AlreadyThere.class)
                .isThrownBy(() -> change(store -> store.environments.add(HOST, FABRIKAM, "a")));
        assertThatExceptionOfType(WrongState.class)
                .isThrownBy(() -> change(store -> store.environments.add(HOST, UNKNOWN, "a")));
        change(store -> store.tenants.offboard(FABRIKAM, "a"));
        assertThatExceptionOfType(WrongState.class)
                .isThrownBy(() -> change(store -> store.environments.add(HOST, FABRIKAM, "a")));
    }

    @Test
    void aRolledBackChangeLeavesNoEvent() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> change(store -> {
                    store.tenants.invite(FABRIKAM, "Fabrikam", "a");
                    throw new IllegalStateException("broken on the way");
                }));

        assertNothing(store -> store.tenants.find(FABRIKAM));
        assertThat(events()).isEmpty();
    }

    @Test
    void theLaterOfTwoChangesAtOnceIsRefused() {
        change(store -> store.tenants.invite(FABRIKAM, "Fabrikam", "a"));
        change(store -> store.tenants.approvalAwaited(FABRIKAM, "?", PERSON, "p"));

        assertThatExceptionOfType(OptimisticLockException.class)
                .isThrownBy(() -> change(store -> {
                    store.tenants.find(FABRIKAM); // read before the other change
                    change(other -> other.tenants.suspend(FABRIKAM, "faster"));
                    return store.tenants.activate(FABRIKAM, "slower");
                }));

        assertThat(tenant(FABRIKAM).status()).isEqualTo(TenantStatus.SUSPENDED);
        assertThat(events()).extracting(AuditEvent::actor).containsExactly("faster", "p", "a");
    }

    @Test
    void pagesByKeys() {
        change(store -> {
            store.tenants.home(CONTOSO, "Contoso");
            store.tenants.invite(FABRIKAM, "Fabrikam", "a");
            for (String name : List.of("b", "a", "d", "c")) {
                store.environments.add(EnvironmentHost.parse(name + ".example"), CONTOSO, "a");
            }
            store.environments.add(EnvironmentHost.parse("bb.example:8443"), FABRIKAM, "a");
            return store.environments.disable(EnvironmentHost.parse("c.example"), "a");
        });

        assertThat(hosts(store -> store.environments.after("", 3)))
                .containsExactly("a.example", "b.example", "bb.example:8443");
        assertThat(hosts(store -> store.environments.after("bb.example:8443", 3)))
                .containsExactly("c.example", "d.example");
        assertThat(hosts(store -> store.environments.after("a.example", CONTOSO, 2)))
                .containsExactly("b.example", "c.example");
        assertThat(hosts(store -> store.environments.reachableAfter("", 9)))
                .containsExactly("a.example", "b.example", "d.example");
        assertThat(tenants(store -> store.tenants.after("", 9)))
                .extracting(Tenant::tenantId)
                .containsExactly(CONTOSO, FABRIKAM);
        assertThat(tenants(store -> store.tenants.after(CONTOSO.toString(), 9)))
                .extracting(Tenant::tenantId)
                .containsExactly(FABRIKAM);
        List<AuditEvent> events = events();
        assertThat(events).hasSize(8);
        assertThat(events(store -> store.auditEvents.before(events.get(2).id(), 2)))
                .extracting(AuditEvent::id)
                .containsExactly(events.get(3).id(), events.get(4).id());
    }

    private List<String> hosts(Function<Store, List<Environment>> query) {
        return change(query).stream()
                .map(environment -> environment.host().value())
                .toList();
    }

    private List<AuditEvent> events() {
        return change(store -> store.auditEvents.before(Long.MAX_VALUE, 100));
    }

    private List<AuditEvent> events(Function<Store, List<AuditEvent>> query) {
        return change(query);
    }

    private List<Tenant> tenants(Function<Store, List<Tenant>> query) {
        return change(query);
    }

    private Tenant tenant(UUID tenantId) {
        return change(store -> store.tenants.find(tenantId).orElseThrow());
    }

    private void assertNothing(Function<Store, Optional<?>> query) {
        Optional<?> result = change(query);
        assertThat(result).isEmpty();
    }

    private <T> T change(Function<Store, T> change) {
        return inTransaction(entityManager -> {
            var store = new Store(new Tenants(), new Environments(), TestAuditEvents.with(entityManager));
            store.environments.entityManager = entityManager;
            store.environments.changes = TestTenants.changesWith(entityManager);
            store.tenants.entityManager = entityManager;
            store.tenants.changes = store.environments.changes;
            store.tenants.environments = store.environments;
            return change.apply(store);
        });
    }
}
