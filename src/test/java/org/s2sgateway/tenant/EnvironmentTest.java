package org.s2sgateway.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

    private static final UUID TENANT = UUID.fromString("c0a00000-0000-4000-8000-000000000001");
    private static final ReadinessStep PASSED = new ReadinessStep("host", "passed", null, null, null, null);
    private static final ReadinessStep FAILED = new ReadinessStep(
            "applicationUser",
            "failed",
            "0x80072560",
            "The user is not a member of the organization.",
            "environmentAdmin",
            "Create the application user \"A\\B\" \u2013 and retry.");

    private final Environment environment =
            new Environment(EnvironmentHost.parse("https://contoso.crm4.dynamics.com"), TENANT);

    @Test
    void isPendingUntilItWasChecked() {
        assertThat(environment.status()).isEqualTo(EnvironmentStatus.PENDING);
        assertThat(environment.reason()).isEmpty();
        assertThat(environment.steps()).isEmpty();
        assertThat(environment.tenantId()).isEqualTo(TENANT);
        assertThat(environment.host().value()).isEqualTo("contoso.crm4.dynamics.com");
    }

    @Test
    void aFailedFirstCheckLeavesItPending() {
        environment.checked(List.of(PASSED, FAILED), false, "0x80072560");

        assertThat(environment.status()).isEqualTo(EnvironmentStatus.PENDING);
        assertThat(environment.reason()).contains("0x80072560");
        assertThat(environment.steps()).containsExactly(PASSED, FAILED);
    }

    @Test
    void connectsDegradesAndConnectsAgain() {
        environment.checked(List.of(PASSED), true, null);
        assertThat(environment.status()).isEqualTo(EnvironmentStatus.CONNECTED);

        environment.checked(List.of(FAILED), false, "0x80072560");
        assertThat(environment.status()).isEqualTo(EnvironmentStatus.DEGRADED);
        assertThat(environment.reason()).contains("0x80072560");

        environment.checked(List.of(FAILED), false, "S2S.Timeout");
        assertThat(environment.status()).isEqualTo(EnvironmentStatus.DEGRADED);
        assertThat(environment.reason()).contains("S2S.Timeout");

        environment.checked(List.of(PASSED), true, null);
        assertThat(environment.status()).isEqualTo(EnvironmentStatus.CONNECTED);
        assertThat(environment.reason()).isEmpty();
    }

    @Test
    void aCheckDoesNotOpenWhatIsDisabled() {
        environment.disable();
        environment.checked(List.of(PASSED), true, null);

        assertThat(environment.status()).isEqualTo(EnvironmentStatus.DISABLED);
        assertThat(environment.steps()).containsExactly(PASSED);
    }

    @Test
    void isPendingAfterActivation() {
        environment.checked(List.of(PASSED), true, null);
        environment.disable();
        environment.activate();

        assertThat(environment.status()).isEqualTo(EnvironmentStatus.PENDING);
    }

    @Test
    void transitionsStartFromTheirStatesOnly() {
        assertThatExceptionOfType(WrongState.class).isThrownBy(environment::activate);
        environment.disable();
        assertThatExceptionOfType(WrongState.class).isThrownBy(environment::disable);
    }

    @Test
    void cutsAnOverlongReason() {
        environment.checked(List.of(FAILED), false, "x".repeat(5000));

        assertThat(environment.reason().orElseThrow()).hasSize(1000);
    }
}
