package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.s2sgateway.simulator.identity.Directory;
import org.s2sgateway.simulator.identity.Person;
import org.s2sgateway.testing.Page;
import org.s2sgateway.testing.WebBrowser;

/** Who people are and which roles count, by the identity provider that they sign in at; and how they sign out of it. */
class PeopleIT {

    private static final String ADA = "ada@contoso.example";
    private static final String GINA = "gina@fabrikam.example";

    private final RunningGateway run = GatewayRun.gateway();

    @Test
    void countsRolesThatTheHomeTenantGaveAndNoCustomers() {
        CustomersGateway gateway = CustomersGateway.of(run);
        gateway.forgetCustomers();
        appoint(GINA);
        appoint(ADA);

        Onboarder.at(gateway).open("/my").signIn(GINA);
        assertThat(gateway.rolesOfPeople()).containsExactly("");

        Onboarder.at(gateway).open("/my").signIn(ADA);
        assertThat(gateway.rolesOfPeople()).containsExactlyInAnyOrder("", "Gateway.Operator");
    }

    @Test
    void signsOutOfEntraIdTooAndComesBack() {
        CustomersGateway gateway = CustomersGateway.of(run);
        gateway.forgetCustomers();
        Onboarder gina = Onboarder.at(gateway).open("/my").signIn(GINA);
        assertThat(gina.browser().cookie(run.simulator().authority(), "ESTSAUTH"))
                .isNotEmpty();

        gina.open("/sign-out").press("Sign out at my organisation, too");

        assertThat(gina.page().url()).isEqualTo(gateway.page("/"));
        assertThat(gina.browser().cookie(run.simulator().authority(), "ESTSAUTH"))
                .isEmpty();
        assertThat(gateway.rolesOfPeople()).isEmpty();
    }

    @Test
    void offersNoSignOutElsewhereToWhoIsNotSignedIn() {
        CustomersGateway gateway = CustomersGateway.of(run);

        assertThat(Onboarder.at(gateway).open("/sign-out").text())
                .contains("Sign out")
                .doesNotContain("at my organisation, too");
    }

    @Test
    void signsInAtAdFsWithACertificateAndRolesAndOut() {
        appoint(ADA);
        CustomersGateway gateway = CustomersGateway.start(
                run.simulator(),
                "ad-fs",
                Map.of(
                        "S2S_REGISTRATION_MODE", "single-tenant",
                        "S2S_REGISTRATION_CLOUD", "ad-fs",
                        "S2S_REGISTRATION_AUTHORITY", run.simulator().authority() + "/adfs",
                        // Blank is not set.
                        "S2S_REGISTRATION_CLIENT_SECRET", "",
                        "S2S_REGISTRATION_CERTIFICATE_FILE",
                                run.simulator().gatewayPem().toString()));
        try {
            Onboarder ada = Onboarder.at(gateway).open("/my").press("Sign in");
            assertThat(ada.page().url().getPath()).isEqualTo("/adfs/oauth2/authorize/");
            ada.press(ADA).press("Submit");

            assertThat(ada.place()).isEqualTo("/my");
            assertThat(ada.text()).contains(ADA);
            assertThat(gateway.rolesOfPeople()).containsExactly("Gateway.Operator");

            ada.open("/sign-out").press("Sign out at my organisation, too");
            assertThat(ada.page().url().getPath()).isEqualTo("/adfs/oauth2/logout");
            assertThat(ada.browser().cookie(run.simulator().authority(), "ESTSAUTH"))
                    .isEmpty();
            assertThat(gateway.rolesOfPeople()).isEmpty();
            refusesWhatIsNoAnswer(gateway, ada.browser());
        } finally {
            gateway.close();
        }
    }

    private static void refusesWhatIsNoAnswer(CustomersGateway gateway, WebBrowser browser) {
        Page nobodys = browser.get(gateway.page("/sign-in/callback?code=a&state=" + "a".repeat(43)));
        assertThat(nobodys.url()).isEqualTo(gateway.page("/sign-in/failed?code=S2S.SignInExpired"));
        URI place = gateway.page("/sign-in/callback");
        assertThat(gateway.api()
                        .send(gateway.api()
                                .request(place.getPath())
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString("code=a%26b&state=c&state=d")))
                        .headers()
                        .firstValue("Location"))
                .as("once more to this address, where the cookie comes along")
                .hasValue("/sign-in/callback?code=a%26b&state=c&state=d");
    }

    private void appoint(String account) {
        Directory directory = run.simulator().entraId().directory();
        Person person = directory.person(account);
        directory.assignRole(person, person.home(), "Gateway.Operator");
    }
}
