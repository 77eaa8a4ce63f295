package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Answers.code;
import static org.s2sgateway.it.Operator.ADVENTURE_WORKS;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.s2sgateway.testing.TestPeople;

/** What administrators see of their own organisation, and do there. */
class MyIT {

    private static final String GRACE = "grace@adventure-works.example";

    private final RunningGateway run = GatewayRun.gateway();

    private CustomersGateway gateway;
    private Operator operator;

    @BeforeEach
    void startWithoutCustomers() {
        gateway = CustomersGateway.of(run);
        gateway.forgetCustomers();
        operator = new Operator(gateway);
    }

    @Test
    void asksWhoeverIsNotSignedInToSignIn() {
        connected();

        Onboarder stranger = somebody().open("/my");
        assertThat(stranger.text()).contains("Sign in with your work account");
        assertThat(stranger.text()).doesNotContain(ADVENTURE_WORKS, host());
        assertThat(stranger.open("/my/environment?environment=" + host()).heading())
                .isEqualTo("There is no such environment");

        stranger.open("/my").signIn(GRACE);
        assertThat(stranger.place()).isEqualTo("/my");
        assertThat(stranger.text()).contains(ADVENTURE_WORKS, host());
    }

    @Test
    void showsNothingWithoutStanding() {
        Onboarder paul = somebody().open("/my").signIn("paul@fabrikam.example");

        assertThat(paul.heading()).isEqualTo("Your organisation");
        assertThat(paul.code()).isEqualTo("S2S.StandingMissing");
        assertThat(paul.click("Connect an environment").heading()).isEqualTo("Connect a Dataverse environment");
    }

    @Test
    void leadsAnAdministratorOfAnOrganisationThatIsNotConnectedToConnect() {
        Onboarder gina = somebody().open("/my").signIn("gina@fabrikam.example");

        assertThat(gina.text()).contains("Your organisation is not connected");
        assertThat(gina.click("Connect an environment").place()).isEqualTo("/connect");
        assertThat(operator.customers()).isEmpty();
    }

    @Test
    void showsTheTenantItsEnvironmentsAndWhatHappened() {
        Onboarder grace = connected().open("/my");

        assertThat(grace.text())
                .contains(ADVENTURE_WORKS, host(), "Connected", "tenant.consented", "environment.added", "Grace Gray");
        assertThat(grace.text()).doesNotContain("contoso", "c0a00000");
        grace.click(host());
        assertThat(grace.heading()).isEqualTo(host());
        assertThat(grace.text()).contains("Readiness", "Application user exists Passed");
    }

    @Test
    void saysWhoDidWhatHappened() {
        Onboarder grace = connected();
        operator.suspend(ADVENTURE_WORKS);
        operator.activate(ADVENTURE_WORKS);
        grace.open("/my").press("Disconnect now");

        assertThat(grace.text())
                .containsSubsequence(
                        "tenant.disconnected",
                        "By " + actor(),
                        "tenant.reinstated",
                        "By b0000000-0000-4000-8000-000000000002",
                        "tenant.consented",
                        "By " + actor());
    }

    @Test
    void checksAgain() {
        Onboarder grace = connected().open("/my/environment?environment=" + host());
        gateway.simulator().environment("adventure-works").firewall(true);

        grace.press("Check again");

        assertThat(grace.place()).isEqualTo("/my/environment?environment=" + host());
        assertThat(grace.code()).isEqualToIgnoringCase("0x80095ffe");
        assertThat(operator.environment(host())).isEqualTo("degraded");
        gateway.simulator().environment("adventure-works").firewall(false);
        grace.press("Check again");
        assertThat(operator.environment(host())).isEqualTo("connected");
    }

    @Test
    void disconnectsAnEnvironmentAndAddsItAgain() {
        Onboarder grace = connected().open("/my/environment?environment=" + host());

        grace.press("Disconnect it now");

        assertThat(grace.place()).isEqualTo("/my");
        assertThat(grace.text()).contains("No environment is connected.");
        assertThat(operator.environment(host())).isEqualTo("absent");
        assertThat(operator.tenant(ADVENTURE_WORKS)).isEqualTo("consented");
        assertThat(operator.events(ADVENTURE_WORKS)).contains("environment.removed");
        assertThat(grace.text()).contains("Environment removed " + host() + " environment.removed", "By " + actor());
        assertThat(code(operator.accounts(host()))).isEqualTo("404 S2S.UnknownEnvironment");

        grace.begin("adventure-works").press("Continue");
        assertThat(grace.heading()).isEqualTo("Connected");
        assertThat(operator.environment(host())).isEqualTo("connected");
    }

    @Test
    void leavesClosedWhatTheOperatorDisabled() {
        Onboarder grace = connected().open("/my/environment?environment=" + host());
        operator.disable(host());

        // The button of the page from before.
        grace.press("Disconnect it now");

        assertThat(operator.environment(host())).isEqualTo("disabled");
        assertThat(operator.events(ADVENTURE_WORKS)).doesNotContain("environment.removed");
        grace.open("/my/environment?environment=" + host());
        assertThat(grace.page().body()).doesNotContain("Disconnect it now");
        assertThat(code(operator.accounts(host()))).isEqualTo("403 S2S.EnvironmentDisabled");
    }

    @Test
    void disconnectsTheOrganisationAndConnectsItAgain() {
        Onboarder grace = connected();
        assertThat(operator.accounts(host()).statusCode()).isEqualTo(200);

        grace.open("/my").press("Disconnect now");

        assertThat(grace.text()).contains("Disconnected");
        assertThat(operator.tenant(ADVENTURE_WORKS)).isEqualTo("consent-revoked");
        assertThat(operator.events(ADVENTURE_WORKS)).contains("tenant.disconnected");
        assertThat(code(operator.accounts(host()))).isEqualTo("403 S2S.ConsentRequired");
        assertThat(code(operator.activate(ADVENTURE_WORKS))).isEqualTo("409 S2S.Conflict");
        grace.open("/my/environment?environment=" + host()).press("Check again");
        assertThat(operator.environment(host())).isEqualTo("degraded");

        grace.begin("adventure-works").press("Continue").consent();
        assertThat(grace.awaitSettled().heading()).isEqualTo("Connected");
        assertThat(operator.tenant(ADVENTURE_WORKS)).isEqualTo("consented");
        assertThat(operator.environment(host())).isEqualTo("connected");
        assertThat(operator.accounts(host()).statusCode()).isEqualTo(200);
    }

    @Test
    void saysWhatADisconnectionMeansAndLeadsBack() {
        Onboarder grace = connected();
        assertThat(grace.open("/my").text()).doesNotContain("Connect again");

        grace.press("Disconnect now");

        assertThat(grace.place()).isEqualTo("/my");
        assertThat(grace.text())
                .contains(
                        "Nothing reaches your environments through this gateway any more",
                        "At Microsoft nothing has been changed",
                        "a0000000-0000-4000-8000-000000000001");
        assertThat(grace.page().body()).doesNotContain("Disconnect now");
        assertThat(grace.click("Connect again").place()).isEqualTo("/connect?environment=" + host());
        grace.press("Continue").press("Continue").consent();
        assertThat(grace.awaitSettled().heading()).isEqualTo("Connected");
        assertThat(grace.open("/my").text()).doesNotContain("Connect again");
    }

    @Test
    void showsNothingAsWorkingWhileTheOrganisationIsSuspended() {
        Onboarder grace = connected();
        operator.suspend(ADVENTURE_WORKS);

        grace.open("/my");
        assertThat(grace.code()).isEqualTo("S2S.TenantSuspended");
        assertThat(grace.text()).contains(host() + " Last seen: Connected");
        assertThat(grace.page().body()).doesNotContain("badge good");
        assertLastSeen(grace, "S2S.TenantSuspended");

        operator.activate(ADVENTURE_WORKS);
        grace.open("/my/environment?environment=" + host());
        assertThat(grace.text()).contains("Application user exists Passed").doesNotContain("Last seen");
    }

    @Test
    void showsNothingAsWorkingWhileTheOrganisationIsDisconnected() {
        Onboarder grace = connected();

        grace.open("/my").press("Disconnect now");

        assertThat(grace.text()).contains(host() + " Last seen: Connected");
        assertThat(grace.page().body()).doesNotContain("badge good");
        assertLastSeen(grace, "S2S.ConsentRequired");
    }

    @Test
    void showsNothingAsWorkingInAnEnvironmentThatTheOperatorDisabled() {
        Onboarder grace = connected();
        operator.disable(host());

        assertLastSeen(grace, "S2S.EnvironmentDisabled");
    }

    private void assertLastSeen(Onboarder grace, String reason) {
        grace.open("/my/environment?environment=" + host());
        assertThat(grace.code()).isEqualTo(reason);
        assertThat(grace.text())
                .contains("Nothing reaches this environment at the moment", "Application user exists Had passed");
        assertThat(grace.page().body()).doesNotContain("class=\"passed", "badge good");
    }

    @Test
    void keepsTheOrganisationClosedUntilANewConsent() {
        Onboarder grace = connected();
        grace.open("/my").press("Disconnect now");

        // The consent that has just been given, in the same browser.
        grace.open("/connect/progress?environment=" + host());

        assertThat(grace.place()).isEqualTo("/connect?environment=" + host());
        assertThat(operator.tenant(ADVENTURE_WORKS)).isEqualTo("consent-revoked");
        assertThat(code(operator.accounts(host()))).isEqualTo("403 S2S.ConsentRequired");
    }

    @Test
    void isNotConnectedAgainByAnOldConsentWhenSomebodyWithoutStandingConsentsAnew() {
        Onboarder grace = connected();
        grace.open("/my").press("Disconnect now");
        Onboarder dora = somebody()
                .begin("adventure-works")
                .signIn("dora@adventure-works.example")
                .goToConsent();
        dora.comeBackWith("admin_consent=True&tenant=" + ADVENTURE_WORKS + "&state=" + dora.state());
        assertThat(dora.heading()).isEqualTo("Waiting for approval");

        grace.open("/connect/progress?environment=" + host());

        assertThat(operator.tenant(ADVENTURE_WORKS)).isEqualTo("consent-revoked");
        assertThat(grace.place()).isEqualTo("/connect?environment=" + host());
        assertThat(code(operator.accounts(host()))).isEqualTo("403 S2S.ConsentRequired");
    }

    @Test
    void knowsNoEnvironmentOfAnotherOrganisation() {
        connected();
        Onboarder gina =
                somebody().begin("fabrikam").signIn("gina@fabrikam.example").consent();
        assertThat(gina.heading()).isEqualTo("Connected");

        for (String other : List.of(host(), gateway.simulator().host("contoso"), "nowhere.example", "", "%22%3E")) {
            gina.open("/my/environment?environment=" + other);
            assertThat(gina.heading()).isEqualTo("There is no such environment");
            assertThat(gina.page().body()).doesNotContain("<form");
        }
        gina.open("/connect/progress?environment=" + host());
        assertThat(gina.text()).doesNotContain("Test Account");
        // Neither that it is there: what others have connected is not told.
        assertThat(gina.heading()).isEqualTo("Connect a Dataverse environment");
    }

    @Test
    void doesNothingToAnEnvironmentOfAnotherOrganisation() {
        connected();
        Onboarder gina =
                somebody().begin("fabrikam").signIn("gina@fabrikam.example").consent();

        gina.open("/my/environment?environment=" + gateway.simulator().host("fabrikam"));
        gina.press("Disconnect it now", Map.of("environment", host()));

        assertThat(operator.environment(host())).isEqualTo("connected");
        assertThat(operator.environment(gateway.simulator().host("fabrikam"))).isEqualTo("connected");
        gina.open("/my/environment?environment=" + gateway.simulator().host("fabrikam"));
        gina.press("Check again", Map.of("environment", host()));
        assertThat(gina.heading()).isEqualTo("There is no such environment");
        gina.open("/connect/progress?environment=" + gateway.simulator().host("fabrikam"));
        assertThat(operator.events(ADVENTURE_WORKS)).doesNotContain("environment.removed");
    }

    @Test
    void forgetsWhoeverWasAwayTooLong() {
        Onboarder grace = connected().open("/my");
        gateway.letPass(Duration.ofMinutes(31));

        // The form of the page that is still open does nothing any more.
        grace.press("Disconnect now");

        assertThat(grace.text()).contains("Sign in with your work account");
        assertThat(operator.tenant(ADVENTURE_WORKS)).isEqualTo("consented");
        assertThat(grace.signIn(GRACE).text()).contains(host());
    }

    @Test
    void disconnectsNotTheHomeTenant() {
        Onboarder ada = somebody().open("/my").signIn("ada@contoso.example");

        assertThat(ada.text()).contains("c0a00000-0000-4000-8000-000000000001").doesNotContain("Disconnect now");
    }

    private Onboarder connected() {
        Onboarder grace = somebody()
                .begin("adventure-works")
                .signIn(GRACE)
                .consent()
                .press("Create it for me")
                .awaitSettled();
        assertThat(grace.heading()).isEqualTo("Connected");
        return grace;
    }

    private Onboarder somebody() {
        return Onboarder.at(gateway);
    }

    /** How events name Grace. */
    private String actor() {
        return "person " + TestPeople.objectId(gateway.simulator().environment("adventure-works"), "grace");
    }

    private String host() {
        return gateway.simulator().host("adventure-works");
    }
}
