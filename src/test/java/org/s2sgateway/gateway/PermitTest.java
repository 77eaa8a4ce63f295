package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.s2sgateway.gateway.TestGrants.HOME;
import static org.s2sgateway.gateway.TestGrants.permit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.grants.Grant;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.tenant.EnvironmentHost;

class PermitTest {

    private static final UUID FABRIKAM = UUID.fromString("fab00000-0000-4000-8000-000000000002");
    private static final UUID ADA = UUID.fromString("5f0d3a9c-1111-4222-8333-444455556666");
    private static final EnvironmentHost HOST = EnvironmentHost.parse("contoso.crm4.dynamics.com");
    private static final Map<String, List<String>> AS_ADA = Map.of("CallerObjectId", List.of(ADA.toString()));
    private static final Map<String, List<String>> NOBODY = Map.of("Accept", List.of("*/*"));

    @Test
    void leavesItToTheRolesWhereThereIsNoGrant() {
        Permit mayImpersonate = new Permit("orders", "Dataverse.Impersonate"::equals, Optional.empty(), HOME, null);

        assertThat(mayImpersonate.impersonation(AS_ADA)).isEqualTo(AS_ADA);
        assertThat(refused(() -> permit(null).impersonation(AS_ADA)))
                .startsWith("S2S.ImpersonationNotPermitted: Acting as another user needs the app role");
        assertThatCode(() -> {
                    permit(null).requireLogic(bypassing("MSCRM.BypassCustomPluginExecution"));
                    permit(null).enter(HOST, Optional.of(FABRIKAM));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void letsNobodyBeNamedByDefault() {
        Permit mayByRole = new Permit("orders", role -> true, Optional.of(ADA), HOME, TestGrants.of("none", false));

        assertThat(mayByRole.impersonation(NOBODY)).isEmpty();
        assertThat(refused(() -> mayByRole.impersonation(AS_ADA)))
                .startsWith("S2S.ImpersonationNotPermitted: The grant of orders lacks \"impersonation\": \"explicit\"")
                .contains("it has \"none\".")
                .endsWith("An operator can add it: PUT /api/grants/orders with all that the grant is to say"
                        + " (app role Tenants.Manage).");
    }

    @Test
    void needsRoleAndGrantForNamingAUser() {
        Grant explicit = TestGrants.of("explicit", false);
        Permit mayByRole = new Permit("orders", "Dataverse.Impersonate"::equals, Optional.empty(), HOME, explicit);

        assertThat(mayByRole.impersonation(AS_ADA)).isEqualTo(AS_ADA);
        assertThat(mayByRole.impersonation(NOBODY)).isEmpty();
        assertThat(refused(() -> permit(explicit).impersonation(AS_ADA)))
                .startsWith("S2S.ImpersonationNotPermitted: Acting as another user needs the app role");
    }

    @Test
    void actsAsTheCallerAndNobodyElse() {
        Grant grant = TestGrants.of("caller", false);
        Permit ofAda = new Permit("orders", role -> true, Optional.of(ADA), HOME, grant);

        assertThat(ofAda.impersonation(NOBODY)).isEqualTo(AS_ADA);
        assertThat(refused(() -> ofAda.impersonation(Map.of("mscrm-caller-id", List.of("x")))))
                .startsWith("S2S.ImpersonationNotPermitted: The grant of orders lacks \"impersonation\": \"explicit\"")
                .contains("\"caller\"");
        assertThat(refused(() -> permit(grant).impersonation(NOBODY)))
                .startsWith("S2S.ImpersonationNotPermitted: ")
                .contains("the token has to be a user's, with scp and oid");
    }

    @Test
    void actsAsTheCallerInTheHomeTenantOnly() {
        Permit permit = permit(TestGrants.of("caller", false));

        assertThatCode(() -> permit.enter(HOST, Optional.of(HOME))).doesNotThrowAnyException();
        assertThat(refused(() -> permit.enter(HOST, Optional.of(FABRIKAM))))
                .startsWith("S2S.ImpersonationNotPermitted: ")
                .contains("users of the home tenant are none of the tenant " + FABRIKAM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MSCRM.BypassCustomPluginExecution", "mscrm.bypassbusinesslogicexecution"})
    void bypassesLogicOnlyWhereTheGrantSaysSo(String name) {
        assertThat(refused(() -> permit(TestGrants.of("none", false)).requireLogic(bypassing(name))))
                .isEqualTo(
                        "S2S.NotPermitted: The grant of orders lacks \"bypass\": true, which MSCRM.Bypass headers need."
                                + " An operator can add it: PUT /api/grants/orders with all that the grant is to say"
                                + " (app role Tenants.Manage).");
        assertThatCode(() -> permit(TestGrants.of("none", true)).requireLogic(bypassing(name)))
                .doesNotThrowAnyException();
        assertThatCode(() -> permit(TestGrants.of("none", false)).requireLogic(NOBODY))
                .doesNotThrowAnyException();
    }

    @Test
    void isGivenTokensOnlyWhereTheGrantSaysSo() {
        assertThat(refused(() -> permit(TestGrants.of("none", true)).requireTokens()))
                .startsWith("S2S.NotPermitted: The grant of orders lacks \"tokens\": true, ");
        assertThatCode(() -> {
                    permit(null).requireTokens();
                    permit(Grant.of("orders", List.of("*"), List.of("*"), Map.of(), "none", List.of(), true, false))
                            .requireTokens();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void entersOnlyWhatTheGrantCovers() {
        Permit permit = permit(Grant.of(
                "orders", List.of("" + HOME), List.of(HOST.value()), Map.of(), "none", List.of(), false, false));

        assertThatCode(() -> permit.enter(HOST, Optional.of(HOME))).doesNotThrowAnyException();
        assertThat(refused(() -> permit.enter(HOST, Optional.of(FABRIKAM))))
                .startsWith("S2S.NotPermitted: The grant of orders lacks this environment: its host in"
                        + " environments and its tenant in tenants, or * in their place. An operator");
        assertThat(refused(() -> permit.enter(EnvironmentHost.parse("fabrikam.crm4.dynamics.com"), Optional.of(HOME))))
                .startsWith("S2S.NotPermitted: ");
    }

    @Test
    void saysInAFewWordsWhatIsLacking() {
        Permit none = permit(TestGrants.of("none", false));
        Permit caller = permit(TestGrants.of("caller", false));
        Permit nowhere = permit(
                Grant.of("orders", List.of("" + FABRIKAM), List.of("*"), Map.of(), "none", List.of(), false, false));

        assertThat(lack(() -> none.impersonation(AS_ADA))).isEqualTo("impersonation explicit");
        assertThat(lack(() -> caller.impersonation(NOBODY)))
                .isEqualTo("a user's token, or another impersonation than caller");
        assertThat(lack(() -> caller.enter(HOST, Optional.of(FABRIKAM))))
                .isEqualTo("another impersonation than caller");
        assertThat(lack(() -> none.requireLogic(bypassing("MSCRM.BypassBusinessLogicExecution"))))
                .isEqualTo("bypass");
        assertThat(lack(none::requireTokens)).isEqualTo("tokens");
        assertThat(lack(() -> nowhere.enter(HOST, Optional.of(HOME)))).isEqualTo("the environment");
        assertThat(Permit.hasNone("orders").lack()).hasValue("a grant");
    }

    private static String lack(ThrowingCallable call) {
        Refusal refusal = catchThrowableOfType(Refusal.class, call);
        assertThat(refusal).as("a refusal").isNotNull();
        return refusal.lack().orElse("nothing");
    }

    private static Map<String, List<String>> bypassing(String name) {
        return Map.of(name, List.of("true"));
    }

    private static String refused(ThrowingCallable call) {
        Refusal refusal = catchThrowableOfType(Refusal.class, call);
        assertThat(refusal).as("a refusal").isNotNull();
        return refusal.getMessage();
    }
}
