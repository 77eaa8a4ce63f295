package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Operator.ADVENTURE_WORKS;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.s2sgateway.simulator.wire.Fault;
import org.s2sgateway.simulator.wire.Faults;
import org.s2sgateway.testing.Page;

/** What comes of an administrator's own token where somebody closed the environment to it meanwhile. */
class ErrandIT {

    private static final String NAME = "adventure-works";
    private static final String GRACE = "grace@adventure-works.example";
    private static final UUID CLIENT_ID = UUID.fromString("a0000000-0000-4000-8000-000000000001");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RunningGateway run = GatewayRun.gateway();

    private CustomersGateway gateway;
    private Operator operator;
    private Onboarder grace;

    enum Closed {
        SUSPENDED("S2S.TenantSuspended") {
            @Override
            void close(ErrandIT test) {
                test.operator.suspend(ADVENTURE_WORKS);
            }
        },
        DISABLED("S2S.EnvironmentDisabled") {
            @Override
            void close(ErrandIT test) {
                test.operator.disable(test.host());
            }
        },
        OFFBOARDED("S2S.TenantOffboarded") {
            @Override
            void close(ErrandIT test) {
                test.operator.delete("/api/tenants/" + ADVENTURE_WORKS);
            }
        };

        final String code;

        Closed(String code) {
            this.code = code;
        }

        abstract void close(ErrandIT test);
    }

    @BeforeEach
    void consent() {
        gateway = CustomersGateway.of(run);
        gateway.forgetCustomers();
        operator = new Operator(gateway);
        grace = Onboarder.at(gateway).begin(NAME).signIn(GRACE).consent();
        assertThat(grace.heading()).isEqualTo("Almost there");
    }

    @ParameterizedTest
    @EnumSource
    void isNotBegun(Closed closed) {
        String callback = withTheTokenAtTheDoor();
        closed.close(this);

        grace.open(callback);

        assertThat(grace.code()).isEqualTo(closed.code);
        assertNothingMade();
        assertThat(operator.events()).doesNotContain("application-user.setup-started");
    }

    @Test
    void isNotBegunInATenantThatItsAdministratorDisconnected() {
        String callback = withTheTokenAtTheDoor();
        Onboarder.at(gateway).open("/my").signIn(GRACE).press("Disconnect now");
        assertThat(operator.tenant(ADVENTURE_WORKS)).isEqualTo("consent-revoked");

        grace.open(callback);

        assertThat(grace.place()).isEqualTo("/connect?environment=" + host());
        assertThat(operator.tenant(ADVENTURE_WORKS)).isEqualTo("consent-revoked");
        assertNothingMade();
        assertThat(operator.events()).doesNotContain("application-user.setup-started");
    }

    @ParameterizedTest
    @EnumSource
    void stopsBeforeItsNextStep(Closed closed) {
        gateway.simulator().faults().order(NAME, "systemusers", 1, new Fault.Delay(Duration.ofSeconds(4)));

        grace.press("Create it for me");
        assertThat(operator.events()).contains("application-user.setup-started");
        closed.close(this);

        assertThat(endOfSetup()).containsExactly(closed.code);
        assertNothingMade();
        grace.open("/connect/progress?environment=" + host()).awaitSettled();
        assertThat(grace.code()).isEqualTo(closed.code);
    }

    @Test
    void isToldAsTheirOwnOnlyToWhoStartedIt() {
        gateway.simulator().faults().order(NAME, "systemusers", Faults.ALWAYS, new Fault.Status(400, Map.of()));
        grace.press("Create it for me").awaitSettled();
        assertThat(grace.heading()).isEqualTo("Almost there");
        assertThat(grace.text()).contains("The setup did not succeed");

        Onboarder anna = Onboarder.at(gateway).begin(NAME).signIn("anna@adventure-works.example");

        assertThat(anna.heading()).isEqualTo("Almost there");
        assertThat(anna.text())
                .contains("A setup that another administrator started did not succeed")
                .doesNotContain("The setup did not succeed");
    }

    @Test
    void leavesNoErrorInTheLog() throws Exception {
        int before = gateway.server().log().length();

        grace.press("Create it for me").awaitSettled();

        assertThat(grace.heading()).isEqualTo("Connected");
        assertThat(gateway.server()
                        .log()
                        .substring(before)
                        .lines()
                        .filter(line ->
                                line.contains("SEVERE") || line.contains("ERROR") || line.contains("Exception")))
                .isEmpty();
    }

    /** Wants the application user created, and gives the address with which Microsoft sends the browser back. */
    private String withTheTokenAtTheDoor() {
        Page stopped = grace.browser()
                .stoppingBefore(target -> target.getPath().equals("/sign-in/callback"))
                .get(grace.page().url())
                .submit("Create it for me")
                .clickLink("Continue");
        URI callback = stopped.location().orElseThrow();
        return callback.getRawPath() + "?" + callback.getRawQuery();
    }

    /** The details of the event with which the setup ended. */
    private List<String> endOfSetup() {
        Instant end = Instant.now().plus(PATIENCE);
        while (operator.details("application-user.setup-failed").isEmpty()
                && Instant.now().isBefore(end)) {
            pause();
        }
        return operator.details("application-user.setup-failed");
    }

    private void assertNothingMade() {
        assertThat(gateway.simulator().environment(NAME).applicationUser(CLIENT_ID))
                .isEmpty();
    }

    private String host() {
        return gateway.simulator().host(NAME);
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
