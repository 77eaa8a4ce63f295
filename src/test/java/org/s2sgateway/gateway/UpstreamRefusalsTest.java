package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.dataverse.UpstreamOutcome;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.tenant.EnvironmentHost;

class UpstreamRefusalsTest {

    private static final EnvironmentHost HOST = EnvironmentHost.parse("contoso.crm4.dynamics.com");

    @Test
    void tellsWhoeverSentSomethingThatNobodyKnowsWhatBecameOfIt() {
        Refusal refusal = UpstreamRefusals.of(HOST, "POST", failed(true));

        assertThat(refusal.type()).isEqualTo(ProblemType.ENVIRONMENT_UNREACHABLE);
        assertThat(refusal).hasMessageContaining("Dataverse got the request").hasMessageContaining("not known");
    }

    @Test
    void tellsWhereTheConnectionIsWantingWhoCanDoSomething() {
        Refusal refusal = UpstreamRefusals.of(HOST, "POST", failed(false));

        assertThat(refusal.type()).isEqualTo(ProblemType.ENVIRONMENT_UNREACHABLE);
        assertThat(refusal).hasMessageContaining("cannot be reached").hasMessageContaining("Environment URL");
    }

    @Test
    void tellsOfALateCallHowMuchTimeItHadAndWhetherItWasSent() {
        Duration limit = Duration.ofSeconds(5);

        assertThat(UpstreamRefusals.late(limit, "PATCH", true))
                .hasMessage(
                        "S2S.Timeout: The time of this call is over: 5 seconds, which another one may set by Prefer:"
                                + " wait=<seconds>. Dataverse got the request and has not answered. Whether it was carried out is"
                                + " not known: look before you repeat it.");
        assertThat(UpstreamRefusals.late(limit, "PATCH", false))
                .hasMessageContaining(": 5 seconds, ")
                .hasMessageEndingWith("Dataverse did not get it.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void warnsNobodyOfRepeatingWhatChangesNothing(String method) {
        assertThat(List.of(
                        UpstreamRefusals.late(Duration.ofSeconds(5), method, true),
                        UpstreamRefusals.of(HOST, method, failed(true))))
                .allSatisfy(refusal -> assertThat(refusal)
                        .hasMessageEndingWith("It changed nothing and can be sent again.")
                        .message()
                        .doesNotContain("not known"));
    }

    private static UpstreamOutcome.Failed failed(boolean sent) {
        return (UpstreamOutcome.Failed)
                UpstreamOutcome.failed("S2S.EnvironmentUnreachable", new IOException("reset"), sent);
    }
}
