package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.s2sgateway.dataverse.UpstreamOutcome;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.tenant.EnvironmentHost;

class UpstreamRefusalsTest {

    private static final EnvironmentHost HOST = EnvironmentHost.parse("contoso.crm4.dynamics.com");

    @Test
    void tellsWhoeverSentSomethingThatNobodyKnowsWhatBecameOfIt() {
        Refusal refusal = UpstreamRefusals.of(HOST, failed(true));

        assertThat(refusal.type()).isEqualTo(ProblemType.ENVIRONMENT_UNREACHABLE);
        assertThat(refusal).hasMessageContaining("Dataverse got the request").hasMessageContaining("not known");
    }

    @Test
    void tellsWhereTheConnectionIsWantingWhoCanDoSomething() {
        Refusal refusal = UpstreamRefusals.of(HOST, failed(false));

        assertThat(refusal.type()).isEqualTo(ProblemType.ENVIRONMENT_UNREACHABLE);
        assertThat(refusal).hasMessageContaining("cannot be reached").hasMessageContaining("Environment URL");
    }

    @Test
    void tellsOfALateCallWhetherItWasSent() {
        assertThat(UpstreamRefusals.late(true).type()).isEqualTo(ProblemType.TIMEOUT);
        assertThat(UpstreamRefusals.late(true)).hasMessageContaining("not known");
        assertThat(UpstreamRefusals.late(false)).hasMessageContaining("Dataverse did not get it");
    }

    private static UpstreamOutcome.Failed failed(boolean sent) {
        return (UpstreamOutcome.Failed)
                UpstreamOutcome.failed("S2S.EnvironmentUnreachable", new IOException("reset"), sent);
    }
}
