package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.simulator.TestClient.ADVENTURE_WORKS;
import static org.s2sgateway.simulator.TestClient.CONTOSO;
import static org.s2sgateway.simulator.TestClient.FABRIKAM;
import static org.s2sgateway.simulator.Visitor.signInRequest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.s2sgateway.simulator.identity.Application;
import org.s2sgateway.testing.Page;

class AuthorizeTest {

    @TempDir
    Path home;

    private Simulator simulator;
    private Visitor visitor;

    @BeforeEach
    void start() throws IOException {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(home));
        visitor = new Visitor(simulator);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void sendsWhoeverIsPickedBackWithACode() {
        Page back = visitor.signIn(FABRIKAM, "gina@fabrikam.example");

        assertThat(back.status()).isEqualTo(302);
        assertThat(back.location().orElseThrow().toString()).startsWith("http://localhost:8080/sign-in/callback?code=");
        assertThat(back.locationFields()).containsOnlyKeys("code", "session_state", "state");
        assertThat(back.locationFields()).containsEntry("state", Visitor.STATE);
    }

    @Test
    void showsWhoMaySignInToATenant() {
        String page = visitor.authorize(FABRIKAM, signInRequest()).text();

        assertThat(page)
                .containsSubsequence(
                        "Pick an account",
                        "Members of Fabrikam",
                        "gina@fabrikam.example Global Administrator",
                        "carl@fabrikam.example Cloud Application Administrator",
                        "paul@fabrikam.example no directory role",
                        "sam@fabrikam.example no directory role, System Administrator in Dataverse",
                        "Guests of Fabrikam",
                        "ada@contoso.example",
                        "People of other organisations",
                        "lisa@litware.example");
    }

    @Test
    void showsEverybodyToWhomTheTenantIsLeftOpen() {
        for (String shared : List.of("organizations", "common")) {
            assertThat(visitor.authorize(shared, signInRequest()).text())
                    .contains("ada@contoso.example", "paul@fabrikam.example", "peter@adventure-works.example");
        }
    }

    @Test
    void takesADomainForItsTenant() {
        assertThat(visitor.signIn("fabrikam.example", "sam@fabrikam.example").locationFields())
                .containsKey("code");
    }

    @Test
    void refusesSomebodyOfAnotherOrganisationWithoutAWayBack() {
        Page page = visitor.signIn(FABRIKAM, "otto@contoso.example");

        isRefused(page, 50020);
        assertThat(page.text()).contains("otto@contoso.example", "'Fabrikam'");
    }

    @Test
    void refusesAnAccountThatThereIsNot() throws Exception {
        String page = visitor.authorize(FABRIKAM, signInRequest()).url().toString();

        HttpResponse<String> answer = new TestClient(simulator).post(page, Map.of("account", "<i>@fabrikam.example"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("AADSTS50034: ").doesNotContain("<i>");
    }

    @Test
    void doesNotAskAgainInTheSameSession() {
        visitor.signIn(FABRIKAM, "gina@fabrikam.example");

        assertThat(visitor.authorize(FABRIKAM, signInRequest()).locationFields())
                .containsKey("code");
        assertThat(visitor.authorize("organizations", signInRequest()).locationFields())
                .containsKey("code");
    }

    @Test
    void asksAgainWhenToldToOrWhenSomebodyElseIsExpected() {
        visitor.signIn(FABRIKAM, "gina@fabrikam.example");

        for (String prompt : List.of("select_account", "login")) {
            assertThat(visitor.authorize(FABRIKAM, with("prompt", prompt)).text())
                    .startsWith("Pick an account");
        }
        assertThat(visitor.authorize(FABRIKAM, with("login_hint", "carl@fabrikam.example"))
                        .text())
                .startsWith("Pick an account");
        assertThat(visitor.authorize(FABRIKAM, with("login_hint", "Gina@fabrikam.example"))
                        .locationFields())
                .containsKey("code");
        assertThat(visitor.authorize(CONTOSO, signInRequest()).text()).startsWith("Pick an account");
    }

    @Test
    void goesOnAfterThePickThatThePromptAskedFor() {
        assertThat(visitor.signIn(FABRIKAM, "gina@fabrikam.example", with("prompt", "select_account"))
                        .locationFields())
                .containsKey("code");
    }

    @Test
    void sendsBackWhereNobodyMayBeAsked() {
        Page back = visitor.authorize(FABRIKAM, with("prompt", "none"));

        isSentBack(back, "login_required", 50058);

        visitor.signIn(FABRIKAM, "gina@fabrikam.example");
        assertThat(visitor.authorize(FABRIKAM, with("prompt", "none")).locationFields())
                .containsKey("code");

        gateway().removeFrom(UUID.fromString(FABRIKAM));
        isSentBack(visitor.authorize(FABRIKAM, with("prompt", "none")), "interaction_required", 65001);
    }

    @Test
    void refusesOnItsOwnPageWhatDoesNotProveWhereItComesFrom() {
        isRefused(visitor.authorize(FABRIKAM, with("client_id", "99999999-0000-4000-8000-000000000001")), 700016);
        isRefused(visitor.authorize(FABRIKAM, with("redirect_uri", "https://evil.example/sign-in/callback")), 50011);
        isRefused(visitor.authorize(FABRIKAM, with("response_type", "id_token")), 700054);
        isRefused(visitor.authorize("99999999-0000-4000-8000-000000000001", signInRequest()), 90002);
        isRefused(visitor.authorize("nonsense", signInRequest()), 900023);
        isRefused(visitor.authorize("consumers", signInRequest()), 700016);
        for (String name : List.of("client_id", "redirect_uri", "response_type", "scope")) {
            Map<String, String> request = signInRequest();
            request.remove(name);
            isRefused(visitor.authorize(FABRIKAM, request), 900144);
        }
    }

    @Test
    void comparesTheAddressExactlyButForThePortOfLocalhost() {
        for (String good : List.of("https://localhost:8181/connect/callback", "http://localhost/sign-in/callback")) {
            assertThat(visitor.authorize(FABRIKAM, with("redirect_uri", good)).status())
                    .isEqualTo(200);
        }
        for (String bad : List.of(
                "http://localhost:8080/Sign-in/callback",
                "http://localhost:8080/sign-in/callback/",
                "http://localhost:8080/sign-in/callback?next=/",
                "http://localhost:8080@evil.example/sign-in/callback",
                "http://127.0.0.1:8080/sign-in/callback",
                "//localhost:8080/sign-in/callback")) {
            isRefused(visitor.authorize(FABRIKAM, with("redirect_uri", bad)), 50011);
        }
    }

    @Test
    void sendsBackWhatTheApplicationAskedForWrongly() {
        isSentBack(visitor.authorize(FABRIKAM, with("code_challenge_method", "S512")), "invalid_request", 501491);
        isSentBack(visitor.authorize(FABRIKAM, with("code_challenge", "short")), "invalid_request", 501491);
        isSentBack(visitor.authorize(FABRIKAM, with("code_challenge", "")), "invalid_request", 50147);
        isSentBack(visitor.authorize(FABRIKAM, with("response_mode", "pigeon")), "invalid_request", 70007);
        isSentBack(visitor.authorize(FABRIKAM, with("prompt", "nicely")), "invalid_request", 90023);
        isSentBack(visitor.authorize(FABRIKAM, with("scope", "profile")), "invalid_scope", 70011);
        isSentBack(visitor.authorize(FABRIKAM, with("scope", "openid User.Read")), "invalid_client", 650053);
        isSentBack(
                visitor.authorize(FABRIKAM, with("scope", "https://one/.default https://two/.default")),
                "invalid_scope",
                28002);
        isSentBack(
                visitor.authorize(FABRIKAM, with("scope", "https://one/.default https://one/user_impersonation")),
                "invalid_scope",
                70011);
    }

    @Test
    void saysWhatItDoesNotSimulate() {
        assertThat(visitor.authorize(FABRIKAM, with("response_mode", "form_post"))
                        .status())
                .isEqualTo(501);
    }

    @Test
    void sendsBackAResourceThatTheTenantDoesNotHave() {
        String scope = "openid https://" + simulator.host("contoso") + "/user_impersonation";

        isSentBack(visitor.signIn(FABRIKAM, "gina@fabrikam.example", with("scope", scope)), "invalid_resource", 500011);
    }

    @Test
    void letsAPlainMemberMakeTheApplicationExistWhereMembersMayConsent() {
        gateway().removeFrom(UUID.fromString(FABRIKAM));

        Page consent = visitor.signIn(FABRIKAM, "paul@fabrikam.example");
        assertThat(consent.text()).startsWith("Permissions requested").contains("Sign you in");
        assertThat(gateway().principal(UUID.fromString(FABRIKAM))).isEmpty();

        assertThat(consent.submit("Accept").locationFields()).containsKey("code");
        assertThat(gateway().principal(UUID.fromString(FABRIKAM))).isPresent();
        assertThat(visitor.authorize(FABRIKAM, signInRequest()).locationFields())
                .containsKey("code");
        // Only for himself: the next one is asked, too.
        assertThat(new Visitor(simulator)
                        .signIn(FABRIKAM, "sam@fabrikam.example")
                        .text())
                .startsWith("Permissions requested");
    }

    @Test
    void sendsBackWhoDeclines() {
        gateway().removeFrom(UUID.fromString(FABRIKAM));

        Page back = visitor.signIn(FABRIKAM, "paul@fabrikam.example").submit("Cancel");

        isSentBack(back, "access_denied", 65004);
        assertThat(gateway().principal(UUID.fromString(FABRIKAM))).isEmpty();
    }

    @Test
    void keepsWhoMayNotConsentUntilTheLinkBackIsClicked() {
        Page page = visitor.signIn(ADVENTURE_WORKS, "peter@adventure-works.example");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).startsWith("Need admin approval").contains("AADSTS90094: ");
        URI back = page.submit("Sign in with another account")
                .submit("peter@adventure-works.example")
                .link("Return to the application without granting consent");
        assertThat(back.toString()).startsWith("http://localhost:8080/sign-in/callback?error=access_denied&");
        assertThat(Page.fields(back)).containsEntry("state", Visitor.STATE);
        assertThat(Page.fields(back).get("error_description")).startsWith("AADSTS90094: ");
    }

    @Test
    void cannotBeTalkedIntoAConsentThatTheMemberMayNotGive() {
        visitor.signIn(ADVENTURE_WORKS, "peter@adventure-works.example");
        Page page = visitor.authorize(ADVENTURE_WORKS, signInRequest());

        Page again = page.submit("Sign in with another account", Map.of("consent", "accept"))
                .submit("peter@adventure-works.example", Map.of("consent", "accept"));

        assertThat(again.text()).startsWith("Need admin approval");
        assertThat(gateway().principal(UUID.fromString(ADVENTURE_WORKS))).isEmpty();
    }

    @Test
    void asksThoseWithAConsentingRoleAlsoWhereMembersMayNotConsent() {
        for (String account : List.of("grace@adventure-works.example", "anna@adventure-works.example")) {
            assertThat(visitor.signIn(ADVENTURE_WORKS, account, with("prompt", "select_account"))
                            .text())
                    .startsWith("Permissions requested");
        }
        assertThat(new Visitor(simulator)
                        .signIn(ADVENTURE_WORKS, "paul@fabrikam.example")
                        .text())
                .startsWith("Need admin approval");
    }

    @Test
    void asksNobodyOnceAnAdministratorConsented() {
        gateway().in(World.ADVENTURE_WORKS);

        assertThat(visitor.signIn(ADVENTURE_WORKS, "peter@adventure-works.example")
                        .locationFields())
                .containsKey("code");
    }

    @Test
    void asksForTheGrantThatWasRevoked() {
        gateway().revokeGrantIn(UUID.fromString(FABRIKAM));
        String scope = "openid https://" + simulator.host("fabrikam") + "/user_impersonation";

        assertThat(visitor.signIn(FABRIKAM, "sam@fabrikam.example").locationFields())
                .containsKey("code");
        Page consent = visitor.authorize(FABRIKAM, with("scope", scope));
        assertThat(consent.text()).contains("user_impersonation");
        assertThat(consent.submit("Accept").locationFields()).containsKey("code");
    }

    @Test
    void refusesADisabledApplication() {
        gateway().disableIn(UUID.fromString(FABRIKAM));

        isRefused(visitor.signIn(FABRIKAM, "gina@fabrikam.example"), 7000112);
    }

    @Test
    void escapesWhatItWasGiven() {
        Page page = visitor.authorize(FABRIKAM, with("redirect_uri", "<script>alert('\"&')</script>"));

        assertThat(page.body())
                .contains("&lt;script&gt;alert(&#39;&quot;&amp;&#39;)&lt;/script&gt;")
                .doesNotContain("<script");
    }

    @Test
    void remembersWhatMustNotBeLogged() {
        Page back = visitor.signIn(FABRIKAM, "gina@fabrikam.example");

        assertThat(simulator.spokenSecrets()).contains(back.locationFields().get("code"), Visitor.STATE, Visitor.NONCE);
    }

    @Test
    void signsOutAndComesBackToARegisteredAddress() {
        visitor.signIn(FABRIKAM, "gina@fabrikam.example");

        Page back = visitor.open(
                "organizations/oauth2/v2.0/logout", Map.of("post_logout_redirect_uri", "http://localhost:8080/"));

        assertThat(back.location().orElseThrow()).hasToString("http://localhost:8080/");
        assertThat(visitor.authorize(FABRIKAM, signInRequest()).text()).startsWith("Pick an account");
    }

    @Test
    void staysWhereTheAddressAfterSigningOutIsUnknown() {
        Page page = visitor.open(
                "organizations/oauth2/v2.0/logout", Map.of("post_logout_redirect_uri", "https://evil.example/"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).startsWith("You signed out");
    }

    private Application gateway() {
        return simulator.entraId().directory().gateway();
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> request = signInRequest();
        request.put(name, value);
        return request;
    }

    private static void isRefused(Page page, int code) {
        assertThat(page.text()).contains("AADSTS" + code + ": ");
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.location()).isEmpty();
    }

    private static void isSentBack(Page page, String error, int code) {
        assertThat(page.location().orElseThrow().toString()).startsWith("http://localhost:8080/sign-in/callback?");
        assertThat(page.locationFields()).containsEntry("error", error).containsEntry("state", Visitor.STATE);
        assertThat(page.locationFields().get("error_description")).startsWith("AADSTS" + code + ": ");
    }
}
