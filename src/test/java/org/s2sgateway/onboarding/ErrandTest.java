package org.s2sgateway.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.tenant.EnvironmentHost;

class ErrandTest {

    private static final EnvironmentHost HOST = EnvironmentHost.parse("localhost:9444");

    @ParameterizedTest
    @EnumSource
    void comesBackFromItsAddress(Errand.Kind kind) {
        Errand errand = new Errand(HOST, kind);

        assertThat(Errand.of(errand.returnTo())).contains(errand);
    }

    @Test
    void leadsToTheProgressPage() {
        assertThat(new Errand(HOST, Errand.Kind.CREATE).returnTo())
                .isEqualTo("/connect/progress?environment=localhost:9444&errand=create");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/my",
                "/connect/progress?environment=localhost:9444",
                "/connect/progress?environment=localhost:9444&errand=delete",
                "/connect/progress?environment=localhost:9444&errand=",
                "/connect?environment=localhost:9444&errand=create"
            })
    void otherAddressesAreNoErrand(String address) {
        assertThat(Errand.of(address)).isEmpty();
    }
}
