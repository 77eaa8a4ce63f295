package org.s2sgateway.applicationuser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.simulator.Simulator;
import org.s2sgateway.simulator.SimulatorOptions;
import org.s2sgateway.simulator.dataverse.ApplicationUser;
import org.s2sgateway.simulator.dataverse.ApplicationUserState;
import org.s2sgateway.simulator.dataverse.Environment;
import org.s2sgateway.simulator.wire.Fault;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.testing.MovableClock;
import org.s2sgateway.testing.TestPeople;
import org.s2sgateway.testing.TestSolutions;

class ApplicationUserSetupTest {

    private static final UUID GATEWAY = UUID.fromString("a0000000-0000-4000-8000-000000000001");
    private static final String PLACE = "fabrikam-no-application-user";
    private static final String ROLE = "S2S Gateway Access";

    @TempDir
    static Path folder;

    private static Simulator simulator;
    private static HttpClient http;

    private final MovableClock clock = MovableClock.startingNow();
    private final List<Duration> waited = new ArrayList<>();
    private final List<Phase> phases = new ArrayList<>();
    private Environment environment;
    private Runnable duringPause = () -> {};

    @BeforeAll
    static void start() throws IOException {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(folder));
        http = HttpClient.newBuilder().sslContext(simulator.trustingTls()).build();
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @BeforeEach
    void begin() {
        environment = simulator.environment(PLACE);
        environment.reset();
    }

    @AfterEach
    void clear() {
        simulator.faults().clear();
    }

    @Test
    void createsAMissingApplicationUserAndAssignsTheRole() {
        assertReady(run(config(ROLE)), ROLE);
        assertThat(user().disabled()).isFalse();
        assertThat(phases).containsExactly(Phase.LOOKING_FOR_USER, Phase.CREATING, Phase.ASSIGNING_ROLE, Phase.DONE);
    }

    @Test
    void namesTheApplicationUserItMade() {
        SetupOutcome outcome = run(config(ROLE));

        assertThat(outcome).isEqualTo(new SetupOutcome.Ready(user().systemUserId(), "# gateway", List.of(ROLE)));
    }

    @Test
    void assignsNoRoleWhereNoneIsConfigured() {
        assertThat(run(new WantedRole(Optional.empty(), Optional.empty()))).isInstanceOf(SetupOutcome.Ready.class);
        assertThat(user().roles()).isEmpty();
        assertThat(phases).doesNotContain(Phase.ASSIGNING_ROLE);
    }

    @Test
    void adoptsAnApplicationUserThatIsThere() {
        environment.applicationUser(GATEWAY, ApplicationUserState.NO_ROLE);

        assertReady(run(config(ROLE)), ROLE);
        assertThat(phases).containsExactly(Phase.LOOKING_FOR_USER, Phase.ADOPTING, Phase.ASSIGNING_ROLE, Phase.DONE);
    }

    @Test
    void changesNothingWhereEverythingIsReady() {
        environment.applicationUser(GATEWAY, ApplicationUserState.READY);
        int before = changes();

        assertReady(run(config(ROLE)), ROLE);
        assertThat(changes()).isEqualTo(before);
    }

    @Test
    void enablesADisabledApplicationUserOnlyWhenToldTo() throws IOException {
        environment.applicationUser(GATEWAY, ApplicationUserState.DISABLED);
        int before = changes();

        assertThat(run(withSolution(TestSolutions.managed("contosointegration", "1.0"))))
                .isEqualTo(new SetupOutcome.NeedsEnabling());
        assertThat(changes()).isEqualTo(before);
        assertThat(run(config(ROLE))).isEqualTo(new SetupOutcome.NeedsEnabling());
        assertThat(changes()).isEqualTo(before);
        phases.clear();

        assertReady(run(http, config(ROLE), "sam", true), ROLE);
        assertThat(user().disabled()).isFalse();
        assertThat(phases).containsExactly(Phase.LOOKING_FOR_USER, Phase.ENABLING, Phase.ASSIGNING_ROLE, Phase.DONE);
    }

    @Test
    void purgesASoftlyDeletedApplicationUserAndCreatesItAnew() {
        environment.applicationUser(GATEWAY, ApplicationUserState.SOFT_DELETED);
        UUID old = user().systemUserId();

        assertReady(run(config(ROLE)), ROLE);
        assertThat(user().systemUserId()).isNotEqualTo(old);
        assertThat(phases)
                .containsExactly(
                        Phase.LOOKING_FOR_USER, Phase.PURGING, Phase.CREATING, Phase.ASSIGNING_ROLE, Phase.DONE);
    }

    @Test
    void adoptsWhatAnotherRunCreatedAMomentBefore() {
        // Somebody creates the user after this run has looked for it.
        SetupOutcome outcome = setup(http, config(ROLE)).run(host(), token("sam"), false, phase -> {
            phases.add(phase);
            if (phase == Phase.CREATING) {
                environment.applicationUser(GATEWAY, ApplicationUserState.NO_ROLE);
            }
        });

        assertReady(outcome, ROLE);
        assertThat(phases)
                .containsExactly(
                        Phase.LOOKING_FOR_USER, Phase.CREATING, Phase.ADOPTING, Phase.ASSIGNING_ROLE, Phase.DONE);
    }

    @Test
    void doesNotEnableAUserThatSomebodyDisablesMeanwhile() {
        SetupOutcome outcome = setup(http, config(ROLE)).run(host(), token("sam"), false, phase -> {
            if (phase == Phase.CREATING) {
                environment.applicationUser(GATEWAY, ApplicationUserState.DISABLED);
            }
        });

        assertThat(outcome).isEqualTo(new SetupOutcome.NeedsEnabling());
        assertThat(user().disabled()).isTrue();
    }

    @Test
    void stopsWhereSomebodyDeletesTheUserAgainAndAgain() {
        SetupOutcome outcome = setup(http, config(ROLE)).run(host(), token("sam"), false, phase -> {
            if (phase == Phase.CREATING) {
                environment.applicationUser(GATEWAY, ApplicationUserState.SOFT_DELETED);
            }
        });

        assertFailed(outcome, Phase.CREATING, "0x80040237");
    }

    @Test
    void refusesAPersonWithoutThePrivilege() {
        assertFailed(run(http, config(ROLE), "paul", false), Phase.CREATING, "S2S.NotEnvironmentAdmin");
    }

    @Test
    void refusesAPersonWhoIsNoUserThere() {
        assertFailed(run(http, config(ROLE), "anna", false), Phase.LOOKING_FOR_USER, "S2S.NotEnvironmentAdmin");
    }

    @Test
    void saysThatTheSignInHasExpired() {
        SetupOutcome outcome = setup(http, config(ROLE)).run(host(), Secret.of("expired"), false, phases::add);

        assertFailed(outcome, Phase.LOOKING_FOR_USER, "S2S.DelegatedTokenExpired");
    }

    @Test
    void saysThatTheTenantDoesNotKnowTheApplication() {
        environment = simulator.environment("adventure-works");
        environment.reset();

        assertFailed(run(http, config(ROLE), "dora", false), Phase.CREATING, "0x80041d28");
    }

    @Test
    void saysThatTheFirewallIsClosed() {
        environment.firewall(true);
        assertFailed(run(config(ROLE)), Phase.LOOKING_FOR_USER, "0x80095ffe");
    }

    @Test
    void saysThatTheRoleIsMissing() {
        assertFailed(run(config("No Such Role")), Phase.ASSIGNING_ROLE, "S2S.SecurityRoleMissing");
        assertThat(user().roles()).isEmpty();
    }

    @Test
    void takesTheRolesNameAsAValueWhateverItHolds() {
        environment.putRole("O'Brien & Söhne' or name ne '", Set.of("prvReadAccount"));

        assertReady(run(config("O'Brien & Söhne' or name ne '")), "O'Brien & Söhne' or name ne '");
        assertFailed(run(config("x' or name ne '")), Phase.ASSIGNING_ROLE, "S2S.SecurityRoleMissing");
    }

    @Test
    void neverAssignsSystemAdministratorUnderAnotherName() {
        environment.renameRole("System Administrator", "Harmless");

        assertFailed(run(config("Harmless")), Phase.ASSIGNING_ROLE, "S2S.SecurityRoleForbidden");
        assertThat(user().roles()).isEmpty();
    }

    @Test
    void neverAssignsACopyOfSystemAdministratorThatOnlyItsRootGivesAway() {
        environment.applicationUser(GATEWAY, ApplicationUserState.NO_ROLE);
        environment.moveToChildBusinessUnit(GATEWAY);
        environment.renameRole("System Administrator", "Harmless");
        environment.hideTemplateOfCopies("Harmless");

        assertFailed(run(config("Harmless")), Phase.ASSIGNING_ROLE, "S2S.SecurityRoleForbidden");
        assertThat(user().roles()).isEmpty();
    }

    @Test
    void assignsTheRoleOfTheUsersOwnBusinessUnit() {
        environment.applicationUser(GATEWAY, ApplicationUserState.NO_ROLE);
        environment.moveToChildBusinessUnit(GATEWAY);

        assertReady(run(config(ROLE)), ROLE);
    }

    @Test
    void asksForTheNewestStateEachTime() {
        environment.cacheLag(Duration.ofMinutes(5));

        assertReady(run(config(ROLE)), ROLE);

        assertThat(environment.requests())
                .filteredOn(request -> request.header("Authorization").isPresent())
                .allSatisfy(request -> assertThat(request.header("Consistency")).contains("Strong"));
    }

    @Test
    void importsTheSolutionFirstAndThenAssignsTheRoleInIt() throws IOException {
        assertReady(run(withSolution(TestSolutions.managed("contosointegration", "1.2.0.0"))), TestSolutions.ROLE);
        assertThat(phases)
                .containsExactly(
                        Phase.SOLUTION, Phase.LOOKING_FOR_USER, Phase.CREATING, Phase.ASSIGNING_ROLE, Phase.DONE);
        assertThat(waited).isNotEmpty().containsOnly(Duration.ofSeconds(5));
    }

    @Test
    void doesNotImportASolutionThatIsThereInThisVersionOrANewerOne() throws IOException {
        environment.putRole(TestSolutions.ROLE, Set.of("prvReadAccount"));
        for (String there : List.of("1.9.0.0", "1.10", "2.0.0.0")) {
            environment.putSolution("contosointegration", there, true);
            phases.clear();
            assertReady(run(withSolution(TestSolutions.managed("contosointegration", "1.9.0.0"))), TestSolutions.ROLE);
            assertThat(phases).doesNotContain(Phase.SOLUTION);
        }
    }

    @Test
    void importsANewerVersion() throws IOException {
        environment.putSolution("contosointegration", "1.9.0.0", true);

        assertReady(run(withSolution(TestSolutions.managed("contosointegration", "1.10.0.0"))), TestSolutions.ROLE);
        assertThat(phases).startsWith(Phase.SOLUTION);
    }

    @Test
    void refusesAnUnmanagedSolution() throws IOException {
        int before = changes();
        assertFailed(
                run(withSolution(TestSolutions.unmanaged("contosointegration", "1.0"))),
                Phase.SOLUTION,
                "S2S.SolutionUnmanaged");
        assertThat(changes()).isEqualTo(before);
    }

    @Test
    void refusesAFileThatIsNoSolution() throws IOException {
        assertFailed(run(withSolution(new byte[] {1, 2, 3})), Phase.SOLUTION, "S2S.SolutionUnusable");
        assertFailed(
                run(withSolution(TestSolutions.zip(
                        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a><UniqueName>&b;</UniqueName></a>"))),
                Phase.SOLUTION,
                "S2S.SolutionUnusable");
        assertFailed(
                run(withSolution(TestSolutions.managed("a' or 1 eq 1", "1.0"))),
                Phase.SOLUTION,
                "S2S.SolutionUnusable");
        assertFailed(
                run(new WantedRole(Optional.empty(), Optional.of(folder.resolve("gone.zip")))),
                Phase.SOLUTION,
                "S2S.SolutionUnusable");
    }

    @Test
    void saysThatTheImportFailed() throws IOException {
        environment.imports(1, true);
        assertFailed(
                run(withSolution(TestSolutions.managed("contosointegration", "1.0"))),
                Phase.SOLUTION,
                "S2S.SolutionImportFailed");
        assertThat(environment.applicationUser(GATEWAY)).isEmpty();
    }

    @Test
    void saysThatAnUnmanagedSolutionOfTheNameIsInTheWay() throws IOException {
        environment.putSolution("contosointegration", "9.0", false);
        assertFailed(
                run(withSolution(TestSolutions.managed("contosointegration", "1.0"))),
                Phase.SOLUTION,
                "S2S.SolutionImportFailed");
    }

    @Test
    void waitsTenMinutesForAnImportAtMost() throws IOException {
        environment.imports(10_000, false);
        assertFailed(
                run(withSolution(TestSolutions.managed("contosointegration", "1.0"))),
                Phase.SOLUTION,
                "S2S.SolutionImportTimeout");
        assertThat(waited.stream().mapToLong(Duration::toSeconds).sum()).isLessThanOrEqualTo(600);
    }

    @Test
    void waitsForAnImportThatAnEarlierRunBegan() throws IOException {
        environment.imports(10_000, false);
        WantedRole config = withSolution(TestSolutions.managed("contosointegration", "1.0"));
        assertFailed(run(config), Phase.SOLUTION, "S2S.SolutionImportTimeout");

        long begun = imports();
        duringPause = () -> environment.finishImports();
        assertReady(run(config), TestSolutions.ROLE);
        assertThat(imports()).isEqualTo(begun);
    }

    @Test
    void readsAgainWhenTheEnvironmentStutters() {
        simulator.faults().status(PLACE, 2, 503);

        assertReady(run(config(ROLE)), ROLE);
        assertThat(waited).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void waitsAsLongAsItIsToldWhenThrottledEvenBeforeAChange() {
        simulator.faults().order(PLACE, "$ref", 1, new Fault.Status(429, Map.of("Retry-After", "7")));

        assertReady(run(config(ROLE)), ROLE);
        assertThat(waited).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void givesUpWhenItWouldHaveToWaitTooLong() {
        simulator.faults().status(PLACE, 1, 429, "3600");

        assertFailed(run(config(ROLE)), Phase.LOOKING_FOR_USER, "0x80072322");
        assertThat(waited).isEmpty();
    }

    @Test
    void doesNotRepeatAChangeThatMayHaveHappened() {
        simulator.faults().order(PLACE, "$ref", 1, new Fault.Status(503, Map.of()));

        assertThat(run(config(ROLE))).isInstanceOf(SetupOutcome.Failed.class);
        assertReady(run(config(ROLE)), ROLE);
    }

    @ParameterizedTest
    @EnumSource(ApplicationUserState.class)
    void isFinishedByTheNextRunWhereverOneWasCutOff(ApplicationUserState state) throws IOException {
        WantedRole config = withSolution(TestSolutions.managed("contosointegration", "1.0"));
        for (int calls = 1; ; calls++) {
            assertThat(calls).isLessThan(40);
            environment.reset();
            environment.applicationUser(GATEWAY, state);
            BreakingClient breaking = new BreakingClient(http, calls);

            SetupOutcome first = run(breaking, config, "sam", true);
            SetupOutcome second = run(http, config, "sam", true);

            assertThat(second).as("after %d calls", calls).isInstanceOf(SetupOutcome.Ready.class);
            assertThat(user().disabled()).isFalse();
            assertThat(user().softDeleted()).isFalse();
            assertThat(user().roles()).contains(TestSolutions.ROLE);
            if (!breaking.isBroken()) {
                assertThat(first).isEqualTo(second);
                return;
            }
        }
    }

    private static void assertReady(SetupOutcome outcome, String role) {
        assertThat(outcome).isInstanceOfSatisfying(SetupOutcome.Ready.class, ready -> assertThat(ready.roles())
                .containsExactly(role));
    }

    private static void assertFailed(SetupOutcome outcome, Phase phase, String code) {
        assertThat(outcome).isInstanceOfSatisfying(SetupOutcome.Failed.class, failed -> {
            assertThat(failed.diagnosis().code()).isEqualTo(code);
            assertThat(failed.phase()).isEqualTo(phase);
        });
    }

    private ApplicationUser user() {
        return environment.applicationUser(GATEWAY).orElseThrow();
    }

    private long imports() {
        return environment.requests().stream()
                .filter(request -> request.target().contains("ImportSolutionAsync"))
                .count();
    }

    /** How many requests so far that were not reads. */
    private int changes() {
        return (int) environment.requests().stream()
                .filter(request -> !request.method().equals("GET"))
                .count();
    }

    private SetupOutcome run(WantedRole config) {
        return run(http, config, "sam", false);
    }

    private SetupOutcome run(HttpClient client, WantedRole config, String person, boolean enableDisabled) {
        return setup(client, config).run(host(), token(person), enableDisabled, phases::add);
    }

    private ApplicationUserSetup setup(HttpClient client, WantedRole config) {
        return new ApplicationUserSetup(client, GATEWAY, config, new Patience(clock, duration -> {
            waited.add(duration);
            clock.advance(duration);
            duringPause.run();
        }));
    }

    private EnvironmentHost host() {
        return new EnvironmentHost(environment.host());
    }

    private Secret token(String person) {
        return Secret.of(TestPeople.token(simulator, environment.place().name(), person));
    }

    private static WantedRole config(String role) {
        return new WantedRole(Optional.of(role), Optional.empty());
    }

    private static WantedRole withSolution(byte[] archive) throws IOException {
        Path file = Files.write(folder.resolve("solution.zip"), archive);
        return new WantedRole(Optional.of(TestSolutions.ROLE), Optional.of(file));
    }
}
