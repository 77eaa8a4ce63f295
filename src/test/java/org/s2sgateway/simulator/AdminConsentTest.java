package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.simulator.TestClient.ADVENTURE_WORKS;
import static org.s2sgateway.simulator.TestClient.FABRIKAM;
import static org.s2sgateway.simulator.Visitor.consentRequest;

import java.io.IOException;
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

class AdminConsentTest {

    private static final String LITWARE = "11700000-0000-4000-8000-000000000004";
    private static final String GRACE = "grace@adventure-works.example";

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
    void makesTheApplicationExistAndSaysWhere() {
        Page consent = visitor.adminConsent(ADVENTURE_WORKS, consentRequest()).submit(GRACE);
        assertThat(consent.text()).contains("Review for your organisation", "user_impersonation", GRACE);
        assertThat(gateway().principal(UUID.fromString(ADVENTURE_WORKS))).isEmpty();

        Page back = consent.submit("Accept");

        assertThat(back.location().orElseThrow().toString()).startsWith("http://localhost:8080/connect/callback?");
        assertThat(back.locationFields())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "admin_consent",
                        "True",
                        "tenant",
                        ADVENTURE_WORKS,
                        "scope",
                        "00000007-0000-0000-c000-000000000000/user_impersonation"
                                + " 00000007-0000-0000-c000-000000000000/.default openid profile",
                        "state",
                        Visitor.STATE));
        assertThat(gateway().principal(UUID.fromString(ADVENTURE_WORKS))).isPresent();
        assertThat(new Visitor(simulator)
                        .signIn(ADVENTURE_WORKS, "peter@adventure-works.example")
                        .locationFields())
                .containsKey("code");
    }

    @Test
    void takesAnEnvironmentOfTheTenantForItsResource() {
        String scope = "https://" + simulator.host("fabrikam") + "/.default";

        assertThat(visitor.adminConsent(FABRIKAM, with("scope", scope))
                        .submit("carl@fabrikam.example")
                        .submit("Accept")
                        .locationFields())
                .containsEntry("admin_consent", "True")
                .containsEntry(
                        "scope",
                        "https://" + simulator.host("fabrikam") + "/user_impersonation https://"
                                + simulator.host("fabrikam") + "/.default");
    }

    @Test
    void namesTheHomeTenantOfWhoeverConsentsWhereTheTenantIsLeftOpen() {
        assertThat(visitor.adminConsent("organizations", consentRequest())
                        .submit(GRACE)
                        .submit("Accept")
                        .locationFields())
                .containsEntry("tenant", ADVENTURE_WORKS);
    }

    @Test
    void goesOnWithWhoeverIsSignedIn() {
        visitor.signIn(FABRIKAM, "gina@fabrikam.example");

        assertThat(visitor.adminConsent(FABRIKAM, consentRequest()).text()).startsWith("Permissions requested");
    }

    @Test
    void sendsBackWhoDeclines() {
        Page back = open(GRACE).submit("Cancel");

        isSentBack(back, "consent_required", 65004);
    }

    @Test
    void sendsBackLikeVersion1WithoutState() {
        assertThat(open(GRACE)
                        .submit("Cancel like the version 1 endpoint (without state)")
                        .locationFields())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("error", "permission_denied", "error_description", "The admin canceled the request"));
    }

    @Test
    void sendsBackAConflict() {
        isSentBack(open(GRACE).submit("AADSTS650051"), "invalid_client", 650051);
        assertThat(gateway().principal(UUID.fromString(ADVENTURE_WORKS))).isEmpty();
    }

    @Test
    void sendsBackATenantWithoutDataverse() {
        Page back = visitor.adminConsent(LITWARE, consentRequest())
                .submit("lisa@litware.example")
                .submit("Accept");

        isSentBack(back, "invalid_client", 650052);
        assertThat(gateway().principal(UUID.fromString(LITWARE))).isEmpty();
    }

    @Test
    void sendsBackAResourceThatTheTenantDoesNotHave() {
        String scope = "https://" + simulator.host("contoso") + "/.default";

        isSentBack(
                visitor.adminConsent(ADVENTURE_WORKS, with("scope", scope)).submit(GRACE), "invalid_resource", 500011);
        isSentBack(
                visitor.adminConsent(ADVENTURE_WORKS, with("scope", "00000007-0000-0000-c000-000000000000/Everything")),
                "invalid_client",
                650053);
    }

    @Test
    void keepsWhoMayNotConsentUntilTheLinkBackIsClicked() {
        for (String account :
                List.of("peter@adventure-works.example", "dora@adventure-works.example", "paul@fabrikam.example")) {
            Page page = new Visitor(simulator)
                    .adminConsent(ADVENTURE_WORKS, consentRequest())
                    .submit(account);

            assertThat(page.text()).startsWith("Need admin approval").contains("AADSTS90094: ");
            assertThat(Page.fields(page.link("Return to the application without granting consent")))
                    .containsEntry("error", "access_denied")
                    .containsEntry("state", Visitor.STATE);
        }
    }

    @Test
    void leavesAGuestWithoutTheRolesOfHisHome() {
        assertThat(visitor.adminConsent(FABRIKAM, consentRequest())
                        .submit("ada@contoso.example")
                        .text())
                .startsWith("Need admin approval");
    }

    @Test
    void cannotBeTalkedIntoAConsentThatTheMemberMayNotGive() {
        Page page = visitor.adminConsent(ADVENTURE_WORKS, consentRequest())
                .submit("peter@adventure-works.example", Map.of("consent", "accept"));

        assertThat(page.text()).startsWith("Need admin approval");
        assertThat(gateway().principal(UUID.fromString(ADVENTURE_WORKS))).isEmpty();
    }

    @Test
    void refusesOnItsOwnPage() {
        isRefused(visitor.adminConsent("common", consentRequest()), 900023);
        isRefused(visitor.adminConsent("consumers", consentRequest()), 900023);
        isRefused(visitor.adminConsent("99999999-0000-4000-8000-000000000001", consentRequest()), 90002);
        isRefused(
                visitor.adminConsent(ADVENTURE_WORKS, with("redirect_uri", "https://evil.example/connect/callback")),
                50011);
        isRefused(
                visitor.adminConsent(ADVENTURE_WORKS, with("client_id", "99999999-0000-4000-8000-000000000001")),
                700016);
        for (String name : List.of("client_id", "redirect_uri", "scope")) {
            Map<String, String> request = consentRequest();
            request.remove(name);
            isRefused(visitor.adminConsent(ADVENTURE_WORKS, request), 900144);
        }
        isRefused(visitor.adminConsent(ADVENTURE_WORKS, consentRequest()).submit("gina@fabrikam.example"), 50020);
    }

    @Test
    void refusesADisabledApplication() {
        gateway().disableIn(UUID.fromString(FABRIKAM));

        isRefused(visitor.adminConsent(FABRIKAM, consentRequest()).submit("gina@fabrikam.example"), 7000112);
    }

    private Page open(String account) {
        return visitor.adminConsent(ADVENTURE_WORKS, consentRequest()).submit(account);
    }

    private Application gateway() {
        return simulator.entraId().directory().gateway();
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> request = consentRequest();
        request.put(name, value);
        return request;
    }

    private static void isRefused(Page page, int code) {
        assertThat(page.text()).contains("AADSTS" + code + ": ");
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.location()).isEmpty();
    }

    private static void isSentBack(Page page, String error, int code) {
        assertThat(page.locationFields())
                .containsEntry("error", error)
                .containsEntry("admin_consent", "True")
                .containsEntry("state", Visitor.STATE);
        assertThat(page.locationFields().get("error_description")).startsWith("AADSTS" + code + ": ");
    }
}
