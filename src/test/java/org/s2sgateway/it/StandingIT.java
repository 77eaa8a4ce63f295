package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Answers.code;
import static org.s2sgateway.it.Operator.ADVENTURE_WORKS;
import static org.s2sgateway.it.Operator.FABRIKAM;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.s2sgateway.simulator.identity.Directory;
import org.s2sgateway.simulator.identity.DirectoryTenant;

/** Who may speak for an organisation, and who only looks as if. */
class StandingIT {

    private static final String PAUL = "paul@fabrikam.example";
    private static final String SAM = "sam@fabrikam.example";
    private static final String GINA = "gina@fabrikam.example";
    private static final String OPERATOR = "The operator of this gateway";

    private final RunningGateway run = GatewayRun.gateway();

    private CustomersGateway gateway;
    private Operator operator;

    /** People who can bring everything about that an onboarding needs, but no proof that it is theirs to decide. */
    enum Impostor {
        /** The application is in the tenant already: every member can sign in, and write the rest of the address. */
        MEMBER(PAUL) {
            @Override
            void prepare(Directory directory) {}
        },
        GUEST("ada@contoso.example") {
            @Override
            void prepare(Directory directory) {}
        },
        /** Members may consent for themselves, which makes the application exist as well as an administrator does. */
        MEMBER_WHO_MADE_THE_APPLICATION_EXIST(PAUL) {
            @Override
            void prepare(Directory directory) {
                directory.gateway().removeFrom(UUID.fromString(FABRIKAM));
            }
        },
        /** The customer's administrator can assign our roles in the own tenant. */
        MEMBER_WITH_OUR_ROLE(PAUL) {
            @Override
            void prepare(Directory directory) {
                directory.assignRole(directory.person(PAUL), fabrikam(directory), "Gateway.Operator");
            }
        };

        final String account;

        Impostor(String account) {
            this.account = account;
        }

        abstract void prepare(Directory directory);

        static DirectoryTenant fabrikam(Directory directory) {
            return directory.tenant(FABRIKAM).orElseThrow();
        }
    }

    @BeforeEach
    void startWithoutCustomers() {
        gateway = CustomersGateway.of(run);
        gateway.forgetCustomers();
        operator = new Operator(gateway);
    }

    @ParameterizedTest
    @EnumSource
    void hasToBeShownByWhoeverForgesTheRest(Impostor impostor) {
        impostor.prepare(gateway.simulator().entraId().directory());
        Onboarder person = forgedConsent(impostor.account);

        assertAwaitingApproval(person);
        assertThat(operator.details("tenant.approval-awaited"))
                .containsExactly("consented to by a person without standing");
        assertThat(code(operator.accounts(host("fabrikam")))).isEqualTo("404 S2S.UnknownEnvironment");

        // However often they look.
        for (int i = 0; i < 3; i++) {
            person.open("/connect/progress?environment=" + host("fabrikam"));
            assertAwaitingApproval(person);
        }
        assertThat(operator.events()).containsOnlyOnce("tenant.approval-awaited");
        person.open("/my");
        assertThat(person.code()).isEqualTo("S2S.StandingMissing");
        assertThat(person.text()).doesNotContain(FABRIKAM, "localhost:");
    }

    @Test
    void isNotShownByAMemberWhoIsNoSystemAdministrator() {
        Onboarder paul = forgedConsent(PAUL);

        paul.press("Show that I am System Administrator").awaitSettled();

        assertThat(paul.heading()).isEqualTo("Waiting for approval");
        assertThat(paul.codes()).containsExactly("S2S.NotEnvironmentAdmin", "S2S.ApprovalAwaited");
        assertThat(operator.tenant(FABRIKAM)).isEqualTo("invited");
        assertThat(operator.environments()).doesNotContain(host("fabrikam"));
        assertThat(paul.open("/my").code()).isEqualTo("S2S.StandingMissing");
    }

    @Test
    void isToldToBeMissingForNoReasonThatAProofCannotHave() {
        Onboarder paul = forgedConsent(PAUL);
        String progress = "/connect/progress?environment=" + host("fabrikam") + "&failed=";

        for (String code :
                List.of("S2S.TenantOffboarded", "S2S.PersonalAccount", "AADSTS65004", "access_denied", "x")) {
            assertThat(paul.open(progress + code).codes()).containsExactly("S2S.ApprovalAwaited");
        }
        assertThat(paul.open(progress + "S2S.OtherPerson").codes())
                .containsExactly("S2S.OtherPerson", "S2S.ApprovalAwaited");
    }

    @Test
    void isNotDeniedToASystemAdministratorWhomDataverseDidNotLetAsk() {
        gateway.simulator().environment("fabrikam").firewall(true);
        Onboarder sam = forgedConsent(SAM);

        sam.press("Show that I am System Administrator").awaitSettled();
        assertThat(sam.heading()).isEqualTo("Waiting for approval");
        assertThat(sam.codes()).containsExactly("0x80095ffe", "S2S.ApprovalAwaited");

        gateway.simulator().environment("fabrikam").firewall(false);
        sam.press("Show that I am System Administrator").awaitSettled();
        assertThat(sam.heading()).isEqualTo("Connected");
    }

    @Test
    void isShownByASystemAdministratorOfTheEnvironment() {
        Onboarder sam = forgedConsent(SAM);
        assertAwaitingApproval(sam);

        sam.press("Show that I am System Administrator").awaitSettled();

        assertThat(sam.heading()).isEqualTo("Connected");
        assertThat(operator.tenant(FABRIKAM)).isEqualTo("consented");
        assertThat(operator.environment(host("fabrikam"))).isEqualTo("connected");
        assertThat(operator.details("tenant.consented"))
                .containsExactly("invited -> consented, shown by system-administrator");
        assertThat(operator.events(FABRIKAM)).containsOnlyOnce("person.administrator-shown");
        // It speaks for that environment, and for nothing else of the tenant.
        assertThat(sam.open("/my").text()).contains(host("fabrikam")).doesNotContain("Latest events");
        assertThat(sam.code()).isEqualTo("S2S.StandingMissing");
    }

    @Test
    void isNotShownForOneTenantByAnEnvironmentOfAnother() {
        Onboarder ada = somebody().begin("contoso").signIn("ada@contoso.example");
        assertThat(ada.heading()).isIn("Connected", "Almost there");

        ada.open("/connect/progress?environment=" + host("fabrikam"));

        assertThat(ada.heading()).isEqualTo("Connect a Dataverse environment");
        assertThat(operator.customers()).isEmpty();
    }

    @Test
    void isNotNeededTwiceByWhoConsented() {
        Onboarder grace = somebody()
                .begin("adventure-works")
                .signIn("anna@adventure-works.example")
                .consent();
        assertThat(grace.heading()).isEqualTo("Almost there");
        // From now on nothing is said of directory roles.
        gateway.simulator().entraId().directory().gateway().emitDirectoryRoles(false);

        Onboarder anna = signedInAtMy("anna@adventure-works.example");
        assertThat(anna.text()).contains(ADVENTURE_WORKS, host("adventure-works"));

        Onboarder graceWithoutRole = signedInAtMy("grace@adventure-works.example");
        assertThat(graceWithoutRole.code()).isEqualTo("S2S.StandingMissing");
        assertThat(graceWithoutRole.text()).doesNotContain(host("adventure-works"));
    }

    @Test
    void letsAMemberSeeNothingOfAConnectedTenant() {
        somebody().begin("fabrikam").signIn(GINA).consent();

        Onboarder paul = somebody().begin("fabrikam").signIn(PAUL);

        assertThat(paul.heading()).isEqualTo("One thing is missing");
        assertThat(paul.code()).isEqualTo("S2S.StandingMissing");
        assertThat(paul.text()).doesNotContain("Fabrikam Account");
        paul.press("Show that I am System Administrator").awaitSettled();
        assertThat(paul.heading()).isEqualTo("One thing is missing");
        assertThat(paul.code()).isEqualTo("S2S.NotEnvironmentAdmin");
        assertThat(paul.text()).doesNotContain("Fabrikam Account");
    }

    @Test
    void isGivenByAnOperatorToAConsentThatWaits() {
        operator.add(FABRIKAM, "Fabrikam");
        assertThat(code(operator.activate(FABRIKAM))).isEqualTo("409 S2S.Conflict");
        Onboarder paul = forgedConsent(PAUL);
        assertAwaitingApproval(paul);

        assertThat(operator.activate(FABRIKAM).statusCode()).isEqualTo(200);

        assertThat(operator.tenant(FABRIKAM)).isEqualTo("consented");
        assertThat(paul.click("Check again").heading()).isEqualTo("Connected");
        assertThat(operator.environment(host("fabrikam"))).isEqualTo("connected");
        assertThat(operator.events(FABRIKAM))
                .containsSubsequence("tenant.approval-awaited", "tenant.approved", "environment.added");
        assertThat(operator.accounts(host("fabrikam")).statusCode()).isEqualTo(200);
        // Who consented, and was approved, is known from now on; who was not is not.
        assertThat(signedInAtMy(PAUL).text()).contains(FABRIKAM);
        assertThat(signedInAtMy(SAM).code()).isEqualTo("S2S.StandingMissing");
    }

    @Test
    void isNotGivenWhereNoConsentWaits() {
        assertThat(code(operator.activate(FABRIKAM))).isEqualTo("404 S2S.NotFound");
        operator.add(FABRIKAM, "Fabrikam");
        assertThat(code(operator.activate(FABRIKAM))).isEqualTo("409 S2S.Conflict");
        somebody().begin("fabrikam").signIn(GINA);
        assertThat(code(operator.activate(FABRIKAM))).isEqualTo("409 S2S.Conflict");
        assertThat(operator.tenant(FABRIKAM)).isEqualTo("invited");
    }

    @Test
    void isGivenByAnInvitationToTheFirstWhoAcceptsIt() {
        operator.add(FABRIKAM, "Fabrikam");
        String link = path(operator.invite(FABRIKAM));

        Onboarder paul = invited(link, PAUL);
        paul.goToConsent();
        paul.comeBackWith("admin_consent=True&tenant=" + FABRIKAM + "&state=" + paul.state());
        assertThat(paul.heading()).isEqualTo("Connected");
        assertThat(operator.details("tenant.consented")).containsExactly("invited -> consented, shown by invitation");

        Onboarder sam = invited(link, SAM);
        assertThat(sam.code()).isEqualTo("S2S.InvitationVoid");
        assertThat(sam.who()).isEqualTo(OPERATOR);
        assertThat(signedInAtMy(SAM).code()).isEqualTo("S2S.StandingMissing");
    }

    @Test
    void isTakenBackFromWhoHasConnectedByAnInvitation() {
        operator.add(FABRIKAM, "Fabrikam");
        JsonObject invitation = operator.invite(FABRIKAM);
        Onboarder paul = invited(path(invitation), PAUL).goToConsent();
        paul.comeBackWith("admin_consent=True&tenant=" + FABRIKAM + "&state=" + paul.state());
        assertThat(paul.heading()).isEqualTo("Connected");
        assertThat(signedInAtMy(PAUL).text()).contains(FABRIKAM);

        operator.delete("/api/tenants/" + FABRIKAM + "/invitations/" + invitation.getString("id"));

        assertThat(signedInAtMy(PAUL).code()).isEqualTo("S2S.StandingMissing");
        assertThat(paul.open("/my").code()).isEqualTo("S2S.StandingMissing");
        assertThat(operator.tenant(FABRIKAM)).isEqualTo("consented");
    }

    @Test
    void isTakenBackWithTheInvitationItCameFrom() {
        operator.add(FABRIKAM, "Fabrikam");
        JsonObject invitation = operator.invite(FABRIKAM);
        Onboarder paul = invited(path(invitation), PAUL);
        paul.goToConsent();
        String state = paul.state();

        assertThat(operator.delete("/api/tenants/" + FABRIKAM + "/invitations/" + invitation.getString("id"))
                        .statusCode())
                .isEqualTo(204);

        paul.comeBackWith("admin_consent=True&tenant=" + FABRIKAM + "&state=" + state);
        assertAwaitingApproval(paul);
        assertThat(somebody().open(path(invitation)).code()).isEqualTo("S2S.InvitationVoid");
    }

    @Test
    void isTakenBackWithTheInvitationAlsoWhileTheConsentIsProven() {
        operator.add(FABRIKAM, "Fabrikam");
        JsonObject invitation = operator.invite(FABRIKAM);
        Onboarder paul = invited(path(invitation), PAUL).goToConsent();
        String answer = "admin_consent=True&tenant=" + FABRIKAM + "&state=" + paul.state();

        gateway.whileATokenIsAwaited(
                FABRIKAM,
                () -> paul.comeBackWith(answer),
                () -> operator.delete("/api/tenants/" + FABRIKAM + "/invitations/" + invitation.getString("id")));

        assertAwaitingApproval(paul);
    }

    @Test
    void isNotGivenByAFormThatWasFilledInBeforeTheInvitationWasRevoked() {
        operator.add(FABRIKAM, "Fabrikam");
        JsonObject invitation = operator.invite(FABRIKAM);
        Onboarder paul = somebody().open(path(invitation));
        operator.delete("/api/tenants/" + FABRIKAM + "/invitations/" + invitation.getString("id"));

        paul.press("Continue", Map.of("environment", "https://" + host("fabrikam")));

        assertThat(paul.place()).isEqualTo("/connect");
        assertThat(paul.code()).isEqualTo("S2S.InvitationVoid");
        assertThat(paul.who()).isEqualTo(OPERATOR);
    }

    @Test
    void isNotGivenByAnInvitationOfAnotherTenant() {
        operator.add(ADVENTURE_WORKS, "Adventure Works");
        String link = path(operator.invite(ADVENTURE_WORKS));

        Onboarder paul = somebody().open(link);
        paul.press("Continue", Map.of("environment", "https://" + host("fabrikam")));

        assertThat(paul.place()).isEqualTo("/connect");
        assertThat(paul.code()).isEqualTo("S2S.InvitationOfOtherTenant");
    }

    @Test
    void isNotGivenByALinkThatSomebodyMadeForTheAdministrator() {
        Onboarder maker = somebody().begin("fabrikam").press("Make a link for the administrator");
        String link = maker.text().replaceAll(".*(/connect\\?invitation=[A-Za-z0-9_-]{43}).*", "$1");

        Onboarder paul = somebody().open(link).press("Continue").signIn(PAUL).goToConsent();
        paul.comeBackWith("admin_consent=True&tenant=" + FABRIKAM + "&state=" + paul.state());

        assertAwaitingApproval(paul);
    }

    /** Signs in, and comes back from a consent that was never given. */
    private Onboarder forgedConsent(String account) {
        Onboarder person = somebody().begin("fabrikam").signIn(account).goToConsent();
        return person.comeBackWith("admin_consent=True&tenant=" + FABRIKAM + "&state=" + person.state())
                .awaitSettled();
    }

    private Onboarder invited(String link, String account) {
        return somebody()
                .open(link)
                .press("Continue", Map.of("environment", "https://" + host("fabrikam")))
                .signIn(account);
    }

    private Onboarder signedInAtMy(String account) {
        return somebody().open("/my").signIn(account);
    }

    private void assertAwaitingApproval(Onboarder person) {
        assertThat(person.heading()).isEqualTo("Waiting for approval");
        assertThat(person.code()).isEqualTo("S2S.ApprovalAwaited");
        assertThat(person.who()).isEqualTo(OPERATOR);
        assertThat(operator.tenant(FABRIKAM)).isEqualTo("invited");
        assertThat(operator.environments()).doesNotContain(host("fabrikam"));
    }

    private static String path(JsonObject invitation) {
        return invitation.getString("url").replaceFirst("^http://localhost:[0-9]+", "");
    }

    private Onboarder somebody() {
        return Onboarder.at(gateway);
    }

    private String host(String environment) {
        return gateway.simulator().host(environment);
    }
}
