package org.s2sgateway.applicationuser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.simulator.Simulator;
import org.s2sgateway.simulator.SimulatorOptions;
import org.s2sgateway.simulator.dataverse.ApplicationUserState;
import org.s2sgateway.simulator.dataverse.Environment;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.testing.TestPeople;

class ConnectedFactsTest {

    private static final UUID GATEWAY = UUID.fromString("a0000000-0000-4000-8000-000000000001");

    @TempDir
    Path folder;

    private Simulator simulator;
    private Environment environment;

    @BeforeEach
    void start() throws IOException {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(folder));
        environment = simulator.environment("contoso");
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void saysWhatAnApplicationUserThatMayReadItAllSees() {
        environment.put(GATEWAY, false, Set.of("prvReadUser", "prvReadRole", "prvReadAccount"));

        assertThat(read())
                .isEqualTo(new ConnectedFacts(
                        Optional.of(user()),
                        Optional.of("# gateway"),
                        List.of("Role of " + GATEWAY),
                        List.of("Test Account 1", "Test Account 2")));
    }

    @Test
    void leavesOutWhatTheApplicationUserMayNotRead() {
        environment.applicationUser(GATEWAY, ApplicationUserState.READY);

        assertThat(read())
                .isEqualTo(new ConnectedFacts(
                        Optional.of(user()), Optional.empty(), List.of(), List.of("Test Account 1", "Test Account 2")));
    }

    @Test
    void knowsNothingWhereItIsNotLetIn() {
        environment.applicationUser(GATEWAY, ApplicationUserState.MISSING);

        assertThat(read()).isEqualTo(new ConnectedFacts(Optional.empty(), Optional.empty(), List.of(), List.of()));
    }

    private UUID user() {
        return environment.applicationUser(GATEWAY).orElseThrow().systemUserId();
    }

    private ConnectedFacts read() {
        return ConnectedFacts.read(
                HttpClient.newBuilder().sslContext(simulator.trustingTls()).build(),
                new EnvironmentHost(environment.host()),
                Secret.of(TestPeople.applicationToken(simulator, "contoso")));
    }
}
