package org.s2sgateway.applicationuser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.simulator.Simulator;
import org.s2sgateway.simulator.SimulatorOptions;
import org.s2sgateway.simulator.dataverse.ApplicationUser;
import org.s2sgateway.simulator.dataverse.Environment;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.testing.TestPeople;

class AdministratorProofTest {

    private static final String PLACE = "adventure-works";
    private static final UUID GATEWAY = UUID.fromString("a0000000-0000-4000-8000-000000000001");

    @TempDir
    static Path folder;

    private static Simulator simulator;
    private static HttpClient http;
    private static Environment environment;

    @BeforeAll
    static void start() throws IOException {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(folder));
        http = HttpClient.newBuilder().sslContext(simulator.trustingTls()).build();
        environment = simulator.environment(PLACE);
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @BeforeEach
    void begin() {
        environment.reset();
    }

    @AfterEach
    void clear() {
        simulator.faults().clear();
    }

    @Test
    void showsASystemAdministrator() {
        assertThat(ask("dora")).isEqualTo(new AdministratorProof.Outcome.Shown("Dora of Adventure Works"));
    }

    @Test
    void showsOneWhateverTheRoleIsCalled() {
        environment.renameRole("System Administrator", "Systemadministrator");
        assertThat(ask("dora")).isInstanceOf(AdministratorProof.Outcome.Shown.class);
    }

    @Test
    void doesNotShowAUserWhoIsNone() {
        assertNotShown(ask("peter"), "S2S.NotEnvironmentAdmin");
    }

    @Test
    void doesNotShowAnybodyByTheNameOfARole() {
        environment.renameRole("System Administrator", "Other");
        environment.putRole("System Administrator.", Set.of("prvReadUser", "prvReadRole"));
        environment.renameRole("System Administrator.", "System Administrator");
        environment.putPerson(
                TestPeople.objectId(environment, "peter"), "Peter", Set.of("System Administrator", "Basic User"));

        assertNotShown(ask("peter"), "S2S.NotEnvironmentAdmin");
    }

    @Test
    void doesNotShowSomebodyWhoMayNotEvenReadItsOwnRoles() {
        environment.putPerson(TestPeople.objectId(environment, "peter"), "Peter", Set.of("S2S Gateway Access"));
        assertNotShown(ask("peter"), "S2S.NotEnvironmentAdmin");
    }

    @Test
    void doesNotShowAStrangerNorADisabledAdministrator() {
        assertNotShown(ask("anna"), "S2S.NotEnvironmentAdmin");
        environment.putPerson(TestPeople.objectId(environment, "dora"), "Dora", true, Set.of("System Administrator"));
        assertNotShown(ask("dora"), "S2S.NotEnvironmentAdmin");
    }

    @Test
    void doesNotShowAnAdministratorWhoIsNotTheOneWhoSignedIn() {
        assertNotShown(
                ask(TestPeople.token(simulator, PLACE, "dora"), TestPeople.objectId(environment, "peter")),
                "S2S.OtherPerson");
    }

    @Test
    void doesNotTakeAnApplicationForAPerson() {
        environment.put(GATEWAY, false, Set.of("prvReadUser", "prvReadRole"));
        assertThat(environment.applicationUser(GATEWAY).map(ApplicationUser::disabled))
                .contains(false);

        assertNotShown(
                ask(TestPeople.applicationToken(simulator, PLACE), TestPeople.objectId(environment, "dora")),
                "S2S.OtherPerson");
    }

    @Test
    void doesNotJudgeWhereTheEnvironmentDoesNotSay() {
        simulator.faults().status(PLACE, 1, 503);
        assertThat(ask("dora")).isInstanceOf(AdministratorProof.Outcome.Unavailable.class);
        environment.firewall(true);
        assertThat(ask("dora"))
                .isInstanceOfSatisfying(
                        AdministratorProof.Outcome.Unavailable.class,
                        closed -> assertThat(closed.diagnosis().code()).isEqualTo("0x80095ffe"));
        assertThat(ask("nonsense", GATEWAY))
                .isInstanceOfSatisfying(
                        AdministratorProof.Outcome.Unavailable.class,
                        expired -> assertThat(expired.diagnosis().code()).isEqualTo("S2S.DelegatedTokenExpired"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S2S.NotEnvironmentAdmin",
                "S2S.OtherPerson",
                "S2S.DelegatedTokenExpired",
                "S2S.Timeout",
                "S2S.EnvironmentUnreachable",
                "S2S.UnexpectedAnswer",
                "0x80095ffe",
                "HTTP-503"
            })
    void canEndWithWhatTheEnvironmentOrTheCallSays(String code) {
        assertThat(AdministratorProof.canEndWith(code)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "S2S.TenantOffboarded", "S2S.PersonalAccount", "AADSTS65004", "access_denied", "0x80072560"})
    void cannotEndWithAnythingElse(String code) {
        assertThat(AdministratorProof.canEndWith(code)).isFalse();
    }

    private static void assertNotShown(AdministratorProof.Outcome outcome, String code) {
        assertThat(outcome).isInstanceOfSatisfying(AdministratorProof.Outcome.NotShown.class, notShown -> assertThat(
                        notShown.diagnosis().code())
                .isEqualTo(code));
    }

    private static AdministratorProof.Outcome ask(String person) {
        return ask(TestPeople.token(simulator, PLACE, person), TestPeople.objectId(environment, person));
    }

    private static AdministratorProof.Outcome ask(String token, UUID objectId) {
        return new AdministratorProof(http).ask(new EnvironmentHost(environment.host()), Secret.of(token), objectId);
    }
}
