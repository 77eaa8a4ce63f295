package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Operator.ADVENTURE_WORKS;
import static org.s2sgateway.it.Operator.FABRIKAM;
import static org.s2sgateway.it.Operator.LITWARE;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.s2sgateway.testing.Page;
import org.s2sgateway.testing.WebBrowser;

/** Everything else that an onboarding can come to: what the page says, who can act, and that trying again works. */
class EndingsIT {

    private static final String GRACE = "grace@adventure-works.example";
    private static final String PETER = "peter@adventure-works.example";
    private static final String TENANT_ADMIN = "An administrator of the tenant";
    private static final String OPERATOR = "The operator of this gateway";

    private final RunningGateway run = GatewayRun.gateway();

    private CustomersGateway gateway;
    private Operator operator;

    @BeforeEach
    void startWithoutCustomers() {
        gateway = CustomersGateway.of(run);
        gateway.forgetCustomers();
        operator = new Operator(gateway);
    }

    @ParameterizedTest
    @CsvSource({"cancel, AADSTS65004", "cancel-version-1, permission_denied", "conflict, AADSTS650051"})
    void endsWithoutAConsentAndIsTriedAgainFromThere(String button, String code) {
        Onboarder grace = somebody().begin("adventure-works").signIn(GRACE);

        grace.press(button);

        assertThat(grace.heading()).isEqualTo("The consent was not given");
        assertEnded(grace, code, TENANT_ADMIN);
        assertNothingConnected();
        // An error without a state could be anybody's: it is told, and nothing is written down in somebody's name.
        assertThat(operator.details("consent.declined"))
                .isEqualTo(button.equals("cancel-version-1") ? List.of() : List.of(code));
        assertThat(grace.place()).startsWith("/connect/ended?request=").doesNotContain("error", "state");

        grace.press("Try again").consent();
        assertThat(grace.heading()).isEqualTo("Almost there");
        assertThat(operator.tenant(ADVENTURE_WORKS)).isEqualTo("consented");
    }

    @Test
    void canBeDeclinedOnceWithAndOnceWithoutAState() {
        Onboarder grace = somebody().begin("adventure-works").signIn(GRACE);

        grace.press("cancel").press("Try again").goToConsent().press("cancel-version-1");

        assertEnded(grace, "permission_denied", TENANT_ADMIN);
        assertThat(operator.details("consent.declined")).containsExactly("AADSTS65004");
        assertNothingConnected();
        assertThat(grace.press("Try again").consent().heading()).isEqualTo("Almost there");
    }

    @Test
    void declinesTheSignInItself() {
        Onboarder grace = somebody()
                .begin("adventure-works")
                .press("Sign in with Microsoft")
                .press(GRACE);

        grace.press("Cancel");

        assertThat(grace.heading()).isEqualTo("The sign-in did not work");
        assertEnded(grace, "AADSTS65004", TENANT_ADMIN);
        assertNothingConnected();
        grace.click("Try again").signIn(GRACE).consent();
        assertThat(grace.heading()).isEqualTo("Almost there");
    }

    @Test
    void leadsWhoMayNotConsentToAnAdministratorByALink() {
        Onboarder peter = somebody().begin("adventure-works").signIn(PETER);
        assertThat(peter.heading()).isEqualTo("Need admin approval");

        peter.click("Return to the application without granting consent");

        assertThat(peter.heading()).isEqualTo("The sign-in did not work");
        assertEnded(peter, "AADSTS90094", TENANT_ADMIN);
        assertNothingConnected();

        peter.click("Try again");
        assertThat(peter.heading()).isEqualTo("Sign in at your organisation");
        peter.press("Make a link for the administrator");
        URI link = URI.create(
                peter.text().replaceAll(".*(http://localhost:[0-9]+/connect\\?invitation=[A-Za-z0-9_-]{43}).*", "$1"));

        Onboarder grace = somebody().open(link.getRawPath() + "?" + link.getRawQuery());
        assertThat(grace.page().field("environment")).hasValue("https://" + host("adventure-works"));
        grace.press("Continue").signIn(GRACE).consent();
        assertThat(grace.heading()).isEqualTo("Almost there");
    }

    @Test
    void letsWhoMadeALinkTakeItBack() {
        Onboarder peter = somebody().begin("adventure-works").press("Make a link for the administrator");
        String link = peter.text().replaceAll(".*(/connect\\?invitation=[A-Za-z0-9_-]{43}).*", "$1");

        peter.press("Withdraw this link");

        assertThat(peter.text()).contains("The link does not work any more.");
        Onboarder grace = somebody().open(link);
        assertEnded(grace, "S2S.InvitationVoid", OPERATOR);
        // Where strangers may begin, they may do so without the link.
        grace.press("Continue", Map.of("environment", "https://" + host("adventure-works")));
        assertThat(grace.heading()).isEqualTo("Sign in at your organisation");
    }

    @Test
    void leavesTheConsentToSomebodyElseWhereTheDirectoryRoleIsMissing() {
        Onboarder paul = somebody().begin("fabrikam").signIn("paul@fabrikam.example");
        assertThat(paul.heading()).isEqualTo("Consent for your organisation");
        assertThat(paul.text()).contains("Your account may not be able to consent");

        paul.press("Go to the consent anyway");
        assertThat(paul.heading()).isEqualTo("Need admin approval");
        paul.click("Return to the application without granting consent");

        assertThat(paul.heading()).isEqualTo("The consent was not given");
        assertEnded(paul, "AADSTS90094", TENANT_ADMIN);
        assertNothingConnected();
        assertThat(paul.press("Try again").heading()).isEqualTo("Consent for your organisation");
        assertThat(paul.click("Back, with another account or a link")
                        .press("Sign in as somebody else")
                        .heading())
                .isEqualTo("Pick an account");
    }

    @Test
    void staysAtMicrosoftWithAnAccountOfAnotherOrganisation() {
        Onboarder stranger = somebody().begin("adventure-works").press("Sign in with Microsoft");

        stranger.press("lisa@litware.example");

        assertThat(stranger.page().status()).isEqualTo(400);
        assertThat(stranger.text()).contains("AADSTS50020");
        assertNothingConnected();
    }

    @Test
    void connectsNothingForAGuest() {
        Onboarder guest = somebody().begin("adventure-works").signIn("paul@fabrikam.example");

        assertThat(guest.heading()).isEqualTo("Need admin approval");
        guest.click("Return to the application without granting consent");
        assertEnded(guest, "AADSTS90094", TENANT_ADMIN);
        assertNothingConnected();
    }

    @Test
    void comesTooLateWithTheConsent() {
        Onboarder grace = somebody().begin("adventure-works").signIn(GRACE);
        gateway.letPass(Duration.ofMinutes(15).plusSeconds(5));

        grace.press("Accept");

        assertThat(grace.heading()).isEqualTo("The consent was not given");
        assertEnded(grace, "S2S.ConsentExpired", TENANT_ADMIN);
        assertNothingConnected();
        assertThat(operator.details("consent.refused")).containsExactly("S2S.ConsentExpired");
        grace.press("Try again").consent();
        assertThat(grace.heading()).isEqualTo("Almost there");
    }

    @Test
    void comesTooLateWithTheSignIn() {
        Onboarder grace = somebody()
                .begin("adventure-works")
                .press("Sign in with Microsoft")
                .press(GRACE);
        gateway.letPass(Duration.ofMinutes(15).plusSeconds(5));

        grace.press("Accept");

        assertThat(grace.heading()).isEqualTo("The sign-in did not work");
        assertEnded(grace, "S2S.SignInExpired", TENANT_ADMIN);
        assertNothingConnected();
        grace.click("Try again").signIn(GRACE).consent();
        assertThat(grace.heading()).isEqualTo("Almost there");
    }

    @Test
    void forgetsWhatWasBegunMoreThanAnHourAgo() {
        Onboarder grace = somebody().begin("adventure-works");
        String place = "/connect/tenant?request=" + grace.request();
        gateway.letPass(Duration.ofMinutes(61));

        grace.open(place);

        assertThat(grace.text()).contains("Nothing is under way here");
        assertThat(grace.click("Try again").heading()).isEqualTo("Connect a Dataverse environment");
    }

    @Test
    void countsAnAnswerOnce() {
        Onboarder grace = somebody().begin("adventure-works").signIn(GRACE);
        URI answer = grace.answerTo("Accept");
        grace.comeBackWith(answer.getRawQuery());
        assertThat(grace.heading()).isEqualTo("Almost there");

        grace.comeBackWith(answer.getRawQuery());

        assertThat(grace.heading()).isEqualTo("The consent was not given");
        assertEnded(grace, "S2S.ConsentReplayed", TENANT_ADMIN);
        assertThat(operator.details("consent.refused")).containsExactly("S2S.ConsentReplayed");
        assertThat(operator.tenant(ADVENTURE_WORKS)).isEqualTo("consented");
        grace.comeBackWith(answer.getRawQuery());
        assertThat(operator.details("consent.refused")).hasSize(1);
        assertThat(grace.press("Try again").heading()).isEqualTo("Connect a Dataverse environment");
    }

    @Test
    void saysThatTheOrganisationHasNoDataverse() {
        Onboarder lisa =
                somebody().begin("litware").signIn("lisa@litware.example").press("Accept");

        assertThat(lisa.heading()).isEqualTo("The consent was not given");
        assertEnded(lisa, "AADSTS650052", TENANT_ADMIN);
        assertThat(operator.tenant(LITWARE)).isEqualTo("absent");
        assertNothingConnected();
        assertThat(lisa.press("Try again").goToConsent().press("Accept").code()).isEqualTo("AADSTS650052");
    }

    @Test
    void doesNotGoOnWhereTheSignInIsLostBetween() {
        Onboarder grace = somebody().begin("adventure-works").signIn(GRACE);
        URI answer = grace.answerTo("Accept");
        signOutElsewhere(grace);

        grace.comeBackWith(answer.getRawQuery());

        assertThat(grace.code()).isIn("S2S.SignInNeeded", "S2S.ConsentOfOtherBrowser");
        assertNothingConnected();
    }

    @Test
    void isSignedOutByItselfAfterHalfAnHour() {
        Onboarder grace = somebody().begin("adventure-works").signIn(GRACE).consent();
        gateway.letPass(Duration.ofMinutes(31));

        grace.open("/connect/progress?environment=" + host("adventure-works"));

        assertThat(grace.heading()).isEqualTo("Connect a Dataverse environment");
        grace.press("Continue").signIn(GRACE);
        assertThat(grace.heading()).isEqualTo("Almost there");
    }

    @Test
    void doesNotConnectASuspendedTenant() {
        operator.add(FABRIKAM, "Fabrikam");
        operator.suspend(FABRIKAM);

        // Told to who belongs there, and to no stranger.
        Onboarder gina = somebody().begin("fabrikam");
        assertThat(gina.heading()).isEqualTo("Sign in at your organisation");
        gina.signIn("gina@fabrikam.example");

        assertEnded(gina, "S2S.TenantSuspended", OPERATOR);
        assertThat(operator.environments()).doesNotContain(host("fabrikam"));

        operator.activate(FABRIKAM);
        gina.begin("fabrikam").press("Continue").consent();
        assertThat(gina.heading()).isEqualTo("Connected");
    }

    @Test
    void stopsWhereTheTenantIsSuspendedOnTheWay() {
        Onboarder gina = somebody().begin("fabrikam").signIn("gina@fabrikam.example");
        operator.add(FABRIKAM, "Fabrikam");
        operator.suspend(FABRIKAM);

        gina.consent();

        assertThat(gina.heading()).isEqualTo("Not connected yet");
        assertEnded(gina, "S2S.TenantSuspended", OPERATOR);
        assertThat(operator.tenant(FABRIKAM)).isEqualTo("suspended");
        assertThat(operator.environments()).doesNotContain(host("fabrikam"));

        operator.activate(FABRIKAM);
        assertThat(gina.click("Try again").heading()).isEqualTo("Connected");
        assertThat(operator.tenant(FABRIKAM)).isEqualTo("consented");
    }

    @Test
    void doesNotConnectAnOffboardedTenant() {
        operator.add(FABRIKAM, "Fabrikam");
        assertThat(operator.delete("/api/tenants/" + FABRIKAM).statusCode()).isEqualTo(204);

        Onboarder gina = somebody().begin("fabrikam").signIn("gina@fabrikam.example");

        assertEnded(gina, "S2S.TenantOffboarded", OPERATOR);
        assertThat(operator.tenant(FABRIKAM)).isEqualTo("offboarded");
        assertThat(operator.environments()).doesNotContain(host("fabrikam"));
    }

    @Test
    void startsNothingInSingleTenantMode() {
        String address = "https://" + host("adventure-works");
        int before = run.simulator().environment("adventure-works").requests().size();
        WebBrowser browser = gateway.browser();

        Page page = browser.get(URI.create(run.address() + "/connect?environment=" + address));

        assertThat(page.text()).contains("S2S.SingleTenant", OPERATOR);
        assertThat(page.body()).doesNotContain("<form");
        // The form that is not there, sent all the same.
        String token = browser.get(URI.create(run.address() + "/sign-out"))
                .field("formToken")
                .orElseThrow();
        String form = "form=form&continue=Continue&jakarta.faces.ViewState=stateless&invitation=&environment=" + address
                + "&formToken=" + token;
        HttpResponse<String> answer = run.send(run.request("/connect")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Cookie", "s2s=" + browser.cookie(run.address(), "s2s"))
                .POST(BodyPublishers.ofString(form)));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("S2S.SingleTenant");
        assertThat(run.simulator().environment("adventure-works").requests()).hasSize(before);
    }

    private void signOutElsewhere(Onboarder person) {
        person.open("/sign-out").press("Sign out");
    }

    private void assertNothingConnected() {
        assertThat(operator.customers()).isEmpty();
        assertThat(operator.environments()).isEmpty();
        assertThat(operator.events())
                .doesNotContain("tenant.consented", "tenant.approval-awaited", "environment.added");
    }

    private static void assertEnded(Onboarder person, String code, String who) {
        assertThat(person.page().status()).isEqualTo(200);
        assertThat(person.code()).isEqualTo(code);
        assertThat(person.who()).isEqualTo(who);
    }

    private Onboarder somebody() {
        return Onboarder.at(gateway);
    }

    private String host(String environment) {
        return gateway.simulator().host(environment);
    }
}
