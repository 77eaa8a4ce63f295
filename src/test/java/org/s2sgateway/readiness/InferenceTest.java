package org.s2sgateway.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.s2sgateway.dataverse.SmallRead;
import org.s2sgateway.tenant.ReadinessStep;

class InferenceTest {

    private static final SmallRead.Answer FINE = new SmallRead.Answer(200, "");

    @Test
    void learnsFromTwoReadsThatAllIsWell() {
        Climb climb = new Climb();
        Inference.fromWhoAmI(FINE, climb);
        Inference.fromRead(FINE, climb);

        assertThat(outcomes(climb))
                .isEqualTo("host:skipped tenant:skipped consent:skipped token:skipped applicationUser:passed "
                        + "enabled:passed role:passed whoAmI:passed read:passed impersonation:skipped");
        assertThat(climb.connected()).isTrue();
    }

    @Test
    void seesThatThereIsNoApplicationUser() {
        assertThat(afterWhoAmI(new SmallRead.Answer(403, "0x80072560")))
                .contains("applicationUser:failed enabled:skipped role:skipped whoAmI:skipped read:skipped");
    }

    @Test
    void seesThatTheApplicationUserIsDisabled() {
        assertThat(afterWhoAmI(new SmallRead.Answer(403, "0x80040225")))
                .contains("applicationUser:passed enabled:failed role:skipped whoAmI:skipped");
    }

    @Test
    void seesThatTheApplicationUserHasNoRole() {
        assertThat(afterWhoAmI(new SmallRead.Answer(403, "0x80042F09")))
                .contains("applicationUser:passed enabled:passed role:failed whoAmI:skipped");
    }

    @Test
    void blamesTheReadAloneForAMissingPrivilege() {
        Climb climb = new Climb();
        Inference.fromWhoAmI(FINE, climb);
        Inference.fromRead(new SmallRead.Answer(403, "0x80040220"), climb);

        assertThat(outcomes(climb)).contains("enabled:passed role:skipped whoAmI:passed read:failed");
        assertThat(climb.connected()).isFalse();
    }

    @Test
    void saysNothingOfTheApplicationUserWhenAFirewallAnswers() {
        assertThat(afterWhoAmI(new SmallRead.Answer(403, "0x80095ffe")))
                .contains("applicationUser:skipped enabled:skipped role:skipped whoAmI:failed");
    }

    private static String afterWhoAmI(SmallRead.Answer answer) {
        Climb climb = new Climb();
        Inference.fromWhoAmI(answer, climb);
        assertThat(climb.connected()).isFalse();
        assertThat(climb.hasFailed()).isTrue();
        return outcomes(climb);
    }

    private static String outcomes(Climb climb) {
        StringBuilder text = new StringBuilder();
        for (ReadinessStep step : climb.steps()) {
            text.append(text.isEmpty() ? "" : " ")
                    .append(step.step())
                    .append(':')
                    .append(step.outcome());
        }
        return text.toString();
    }
}
