package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Operator.ADVENTURE_WORKS;

import java.util.Map;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.junit.jupiter.api.Test;

/** A gateway at which environments are connected by an operator's invitation only. */
@ArquillianTest
class ClosedOnboardingIT {

    @ArquillianResource
    RunningGateway run;

    private CustomersGateway gateway;
    private Operator operator;

    @Test
    void isOpenedByAnOperatorsInvitationOnly() {
        gateway = CustomersGateway.start(run.simulator(), "closed", Map.of("S2S_ONBOARDING_OPEN", "false"));
        try {
            gateway.forgetCustomers();
            operator = new Operator(gateway);
            refusesStrangers();
            takesOnesWhoAreInvited();
        } finally {
            gateway.close();
        }
    }

    private void refusesStrangers() {
        int before =
                gateway.simulator().environment("adventure-works").requests().size();

        Onboarder stranger = Onboarder.at(gateway).open("/connect");
        assertThat(stranger.code()).isEqualTo("S2S.InvitationNeeded");
        assertThat(stranger.who()).isEqualTo("The operator of this gateway");
        stranger.begin("adventure-works");

        assertThat(stranger.place()).isEqualTo("/connect");
        assertThat(stranger.code()).isEqualTo("S2S.InvitationNeeded");
        assertThat(gateway.simulator().environment("adventure-works").requests())
                .hasSize(before);
        assertThat(operator.events()).isEmpty();
    }

    private void takesOnesWhoAreInvited() {
        operator.add(ADVENTURE_WORKS, "Adventure Works");
        String link = operator.invite(ADVENTURE_WORKS)
                .getString("url")
                .substring(gateway.address().toString().length());

        Onboarder grace = Onboarder.at(gateway)
                .open(link)
                .press(
                        "Continue",
                        Map.of("environment", "https://" + gateway.simulator().host("adventure-works")))
                .signIn("grace@adventure-works.example")
                .consent();

        assertThat(grace.heading()).isEqualTo("Almost there");
        assertThat(operator.tenant(ADVENTURE_WORKS)).isEqualTo("consented");

        // A link by somebody who is no operator does not open what is closed.
        String own = Onboarder.at(gateway)
                .open(link)
                .press(
                        "Continue",
                        Map.of("environment", "https://" + gateway.simulator().host("adventure-works")))
                .press("Make a link for the administrator")
                .text()
                .replaceAll(".*(/connect\\?invitation=[A-Za-z0-9_-]{43}).*", "$1");
        assertThat(Onboarder.at(gateway).open(own).press("Continue").code()).isEqualTo("S2S.InvitationNeeded");
    }
}
