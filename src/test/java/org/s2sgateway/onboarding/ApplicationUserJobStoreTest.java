package org.s2sgateway.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.s2sgateway.audit.TestAuditEvents;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.tenant.PersonsErased;
import org.s2sgateway.tenant.TestTenants;
import org.s2sgateway.testing.DatabaseContract;

/** What is known of the making of an application user, with the JPA provider of either server on either database. */
@ParameterizedClass
@EnumSource(DatabaseContract.Pair.class)
class ApplicationUserJobStoreTest extends DatabaseContract {

    private static final UUID FABRIKAM = UUID.fromString("fab00000-0000-4000-8000-000000000002");
    private static final EnvironmentHost HOST = EnvironmentHost.parse("fabrikam.crm4.dynamics.com");
    private static final EnvironmentHost OTHER = EnvironmentHost.parse("fabrikam-test.crm4.dynamics.com");
    private static final String ACTOR = "person gina";

    private final List<UUID> runs = new CopyOnWriteArrayList<>();

    ApplicationUserJobStoreTest(Pair pair) {
        super(pair);
    }

    @BeforeEach
    void forget() {
        empty("AuditEvent", "ApplicationUserJob", "Environment", "Tenant");
        inTransaction(entityManager -> {
            TestTenants.with(entityManager).invite(FABRIKAM, "Fabrikam", ACTOR);
            TestTenants.environmentsWith(entityManager).add(HOST, FABRIKAM, ACTOR);
            return TestTenants.environmentsWith(entityManager).add(OTHER, FABRIKAM, ACTOR);
        });
        empty("AuditEvent");
    }

    @Test
    void isForgottenWithThePersonsOfItsTenantAndNoOther() {
        begun(HOST);

        change(jobs -> jobs.forget(new PersonsErased(UUID.randomUUID())));
        assertThat(found()).isPresent();
        change(jobs -> jobs.forget(new PersonsErased(FABRIKAM)));
        assertThat(found()).isEmpty();
    }

    @Test
    void beginsOnlyOnceWhileItRunsInEachEnvironment() {
        assertThat(begun(HOST)).isTrue();
        assertThat(begun(HOST)).isFalse();
        assertThat(begun(OTHER)).isTrue();

        ApplicationUserJob job = job();
        assertThat(job.isRunning(Instant.now())).isTrue();
        assertThat(job.isInterrupted(Instant.now())).isFalse();
        assertThat(job.phase()).isEqualTo("looking-for-user");
        assertThat(job.tenantId()).isEqualTo(FABRIKAM);
        assertThat(job.outcome()).isEmpty();
        assertThat(events())
                .containsExactly(
                        "application-user.setup-started person gina fabrikam.crm4.dynamics.com ",
                        "application-user.setup-started person gina fabrikam-test.crm4.dynamics.com ");
    }

    @Test
    void ofManyWhoBeginAtOnceOneDoes() {
        assertThat(begunAtOnce(4)).containsExactlyInAnyOrder(true, false, false, false);
        assertThat(events()).hasSize(1);
    }

    @Test
    void ofManyWhoBeginAgainAtOnceOneDoes() {
        begun(HOST);
        change(jobs -> jobs.end(HOST, run(), "0x80072560", "", ACTOR));

        assertThat(begunAtOnce(4)).containsExactlyInAnyOrder(true, false, false, false);
        assertThat(events()).hasSize(3);
    }

    @Test
    void doesNotBeginInAnEnvironmentThatIsGone() {
        inTransaction(
                entityManager -> TestTenants.environmentsWith(entityManager).remove(HOST, ACTOR));

        assertThat(begun(HOST)).isFalse();
        assertThat(found()).isEmpty();
    }

    @Test
    void isInterruptedWhenNothingWasHeardOfItForMoreThanAMinute() {
        begun(HOST);
        silentFor(Duration.ofSeconds(74));
        assertThat(job().isRunning(Instant.now())).isTrue();
        assertThat(begun(HOST)).isFalse();

        silentFor(Duration.ofSeconds(76));
        assertThat(job().isInterrupted(Instant.now())).isTrue();
        assertThat(job().isRunning(Instant.now())).isFalse();
        change(jobs -> jobs.reach(HOST, run(), "creating"));
        assertThat(job().isRunning(Instant.now())).isTrue();

        silentFor(Duration.ofSeconds(76));
        assertThat(begun(HOST)).isTrue();
        assertThat(job().phase()).isEqualTo("looking-for-user");
        assertThat(job().isRunning(Instant.now())).isTrue();
    }

    @Test
    void aRunThatWasTakenForDeadChangesNothingAnyMore() {
        begun(HOST);
        UUID dead = run();
        silentFor(Duration.ofSeconds(76));
        begun(HOST);

        assertThat(this.<Boolean>with(jobs -> jobs.reach(HOST, dead, "creating")))
                .isFalse();
        change(jobs -> jobs.made(HOST, dead, "# Somebody else", List.of()));
        change(jobs -> jobs.end(HOST, dead, "0x80072560", "", ACTOR));

        assertThat(job().phase()).isEqualTo("looking-for-user");
        assertThat(job().fullName()).isEmpty();
        assertThat(job().isRunning(Instant.now())).isTrue();
        assertThat(events()).hasSize(2);
        assertThat(this.<Boolean>with(jobs -> jobs.reach(HOST, run(), "creating")))
                .isTrue();
    }

    @Test
    void aRunThatEndedChangesNothingAnyMore() {
        begun(HOST);
        change(jobs -> jobs.end(HOST, run(), "", "", ACTOR));
        change(jobs -> jobs.end(HOST, run(), "0x80072560", "", ACTOR));

        assertThat(this.<Boolean>with(jobs -> jobs.reach(HOST, run(), "creating")))
                .isFalse();
        assertThat(job().outcome()).contains("");
        assertThat(events()).hasSize(2);
    }

    @Test
    void mayBeSilentForLongerWhileASolutionIsUploaded() {
        begun(HOST);
        change(jobs -> jobs.reach(HOST, run(), "solution"));
        silentFor(Duration.ofSeconds(149));
        assertThat(job().isInterrupted(Instant.now())).isFalse();

        silentFor(Duration.ofSeconds(151));
        assertThat(job().isInterrupted(Instant.now())).isTrue();
    }

    @Test
    void isHeardOfWhileItWaits() {
        begun(HOST);
        change(jobs -> jobs.reach(HOST, run(), "assigning-role"));
        silentFor(Duration.ofSeconds(76));
        change(jobs -> jobs.breathe(HOST, run()));

        assertThat(job().isRunning(Instant.now())).isTrue();
        assertThat(job().phase()).isEqualTo("assigning-role");
    }

    @Test
    void endsWithAnEmptyCodeWhenAllIsWell() {
        begun(HOST);
        change(jobs -> jobs.made(HOST, run(), "# S2S Gateway", List.of("S2S Gateway Access", "Basic User")));
        change(jobs -> jobs.end(HOST, run(), "", "as # S2S Gateway", ACTOR));

        assertThat(job().outcome()).contains("");
        assertThat(job().isRunning(Instant.now())).isFalse();
        assertThat(job().isInterrupted(Instant.now().plusSeconds(3_600))).isFalse();
        assertThat(job().fullName()).contains("# S2S Gateway");
        assertThat(job().roleNames()).contains("S2S Gateway Access, Basic User");
        assertThat(events())
                .last()
                .isEqualTo("application-user.ready person gina fabrikam.crm4.dynamics.com as # S2S Gateway");
    }

    @Test
    void endsWithTheCodeOfWhatWentWrongAndIsNewsForAWhile() {
        begun(HOST);
        change(jobs -> jobs.reach(HOST, run(), "creating"));
        change(jobs -> jobs.end(HOST, run(), "0x80040220", "creating: 0x80040220", ACTOR));

        assertThat(job().outcome()).contains("0x80040220");
        assertThat(job().phase()).isEqualTo("creating");
        assertThat(job().endedWithin(Duration.ofMinutes(10), Instant.now())).isTrue();
        assertThat(job().endedWithin(Duration.ofMinutes(10), Instant.now().plusSeconds(601)))
                .isFalse();
        assertThat(events())
                .last()
                .isEqualTo("application-user.setup-failed person gina fabrikam.crm4.dynamics.com"
                        + " creating: 0x80040220");
    }

    @Test
    void isKnownToBeOfWhoeverStartedItLast() {
        begun(HOST);
        assertThat(job().isStartedBy(ACTOR)).isTrue();
        assertThat(job().isStartedBy("person grace")).isFalse();

        change(jobs -> jobs.end(HOST, run(), "0x80040220", "", ACTOR));
        with(jobs -> jobs.begin(HOST, FABRIKAM, "looking-for-user", "person grace"));
        assertThat(job().isStartedBy("person grace")).isTrue();
        assertThat(job().isStartedBy(ACTOR)).isFalse();
    }

    @Test
    void beginsAgainAfterItsEndAndKeepsWhatWasMade() {
        begun(HOST);
        change(jobs -> jobs.made(HOST, run(), "# S2S Gateway", List.of("S2S Gateway Access")));
        change(jobs -> jobs.end(HOST, run(), "S2S.SetupInterrupted", "broken off", ACTOR));

        assertThat(begun(HOST)).isTrue();
        assertThat(job().outcome()).isEmpty();
        assertThat(job().endedWithin(Duration.ofMinutes(10), Instant.now())).isFalse();
        assertThat(job().fullName()).contains("# S2S Gateway");
    }

    @Test
    void keepsNoMoreOfLongNamesThanFits() {
        begun(HOST);
        change(jobs -> jobs.made(HOST, run(), "n".repeat(201), List.of("r".repeat(1_001))));

        assertThat(job().fullName()).contains("n".repeat(200));
        assertThat(job().roleNames()).contains("r".repeat(1_000));
    }

    @Test
    void nothingComesOfAnEnvironmentThatHasNone() {
        change(jobs -> {
            jobs.reach(HOST, run(), "creating");
            jobs.breathe(HOST, run());
            jobs.made(HOST, run(), "# S2S Gateway", List.of());
            jobs.end(HOST, run(), "", "", ACTOR);
        });

        assertThat(found()).isEmpty();
        assertThat(events()).isEmpty();
    }

    private boolean begun(EnvironmentHost host) {
        Optional<UUID> run = with(jobs -> jobs.begin(host, FABRIKAM, "looking-for-user", ACTOR));
        run.ifPresent(runs::add);
        return run.isPresent();
    }

    /** The run that began last. */
    private UUID run() {
        return runs.isEmpty() ? UUID.randomUUID() : runs.get(runs.size() - 1);
    }

    private List<Boolean> begunAtOnce(int people) {
        ExecutorService threads = Executors.newFixedThreadPool(people);
        try {
            return Stream.generate(() -> CompletableFuture.supplyAsync(() -> begun(HOST), threads))
                    .limit(people)
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        } finally {
            threads.shutdown();
        }
    }

    private ApplicationUserJob job() {
        return found().orElseThrow();
    }

    private Optional<ApplicationUserJob> found() {
        return with(jobs -> jobs.find(HOST));
    }

    private void silentFor(Duration time) {
        inTransaction(entityManager -> entityManager
                .createQuery("update ApplicationUserJob j set j.updatedAt = :then")
                .setParameter("then", Instant.now().minus(time).atOffset(ZoneOffset.UTC))
                .executeUpdate());
    }

    private List<String> events() {
        return auditTrail(event ->
                event.action() + " " + event.actor() + " " + event.environment().orElse("") + " " + event.detail());
    }

    private void change(Consumer<ApplicationUserJobs> work) {
        with(jobs -> {
            work.accept(jobs);
            return true;
        });
    }

    private <T> T with(Function<ApplicationUserJobs, T> work) {
        return inTransaction(entityManager -> {
            ApplicationUserJobs jobs = new ApplicationUserJobs();
            jobs.entityManager = entityManager;
            jobs.auditEvents = TestAuditEvents.with(entityManager);
            jobs.environments = TestTenants.environmentsWith(entityManager);
            return work.apply(jobs);
        });
    }
}
