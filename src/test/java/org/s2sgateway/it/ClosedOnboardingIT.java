package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Operator.ADVENTURE_WORKS;

import jakarta.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A gateway at which environments are connected by an operator's invitation only. */
class ClosedOnboardingIT {

    private final RunningGateway run = GatewayRun.gateway();

    private CustomersGateway gateway;
    private Operator operator;

    @Test
    void isOpenedByAnOperatorsInvitationOnly() {
        gateway = CustomersGateway.start(run.simulator(), "closed", Map.of("S2S_ONBOARDING_OPEN", "false"));
        try {
            gateway.forgetCustomers();
            operator = new Operator(gateway);
            refusesStrangers();
            refusesOnesWhoseInvitationIsRevokedWhileTheyAreAtMicrosoft();
            refusesOnesWhoseInvitationIsRevokedWhileTheirConsentIsProven();
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

    private void refusesOnesWhoseInvitationIsRevokedWhileTheyAreAtMicrosoft() {
        operator.add(ADVENTURE_WORKS, "Adventure Works");
        JsonObject invitation = operator.invite(ADVENTURE_WORKS);
        Onboarder grace = invited(path(invitation)).goToConsent();
        revoke(invitation);

        grace.press("Accept");

        assertRefused(grace);
        // However often they look.
        assertRefused(grace.open(
                "/connect/progress?environment=" + gateway.simulator().host("adventure-works")));
    }

    private void refusesOnesWhoseInvitationIsRevokedWhileTheirConsentIsProven() {
        gateway.forgetCustomers();
        operator.add(ADVENTURE_WORKS, "Adventure Works");
        JsonObject invitation = operator.invite(ADVENTURE_WORKS);
        Onboarder grace = invited(path(invitation)).goToConsent();

        gateway.whileATokenIsAwaited(ADVENTURE_WORKS, () -> grace.press("Accept"), () -> revoke(invitation));

        assertRefused(grace);
    }

    private void assertRefused(Onboarder grace) {
        assertThat(grace.heading()).isEqualTo("Not connected yet");
        assertThat(grace.code()).isEqualTo("S2S.InvitationVoid");
        assertThat(operator.tenant(ADVENTURE_WORKS)).isEqualTo("invited");
        assertThat(operator.environments()).doesNotContain(gateway.simulator().host("adventure-works"));
    }

    private void revoke(JsonObject invitation) {
        assertThat(operator.delete("/api/tenants/" + ADVENTURE_WORKS + "/invitations/" + invitation.getString("id"))
                        .statusCode())
                .isEqualTo(204);
    }

    private Onboarder invited(String link) {
        return Onboarder.at(gateway)
                .open(link)
                .press(
                        "Continue",
                        Map.of("environment", "https://" + gateway.simulator().host("adventure-works")))
                .signIn("grace@adventure-works.example");
    }

    private String path(JsonObject invitation) {
        return invitation
                .getString("url")
                .substring(gateway.address().toString().length());
    }

    private void takesOnesWhoAreInvited() {
        gateway.forgetCustomers();
        operator.add(ADVENTURE_WORKS, "Adventure Works");
        String link = path(operator.invite(ADVENTURE_WORKS));

        Onboarder grace = invited(link).consent();

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
