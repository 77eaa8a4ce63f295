package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.s2sgateway.dataverse.EnvironmentModels;
import org.s2sgateway.gateway.OpenEnvironments.Destination;
import org.s2sgateway.grants.AccessDefault;
import org.s2sgateway.grants.Grant;
import org.s2sgateway.grants.GrantsInForce;
import org.s2sgateway.identity.Caller;
import org.s2sgateway.identity.TestCallers;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.testing.TestRegistrations;

class GatekeeperTest {

    private static final Caller ORDERS =
            TestCallers.of("orders", Set.of("Dataverse.Access"), Map.of("scp", "x", "oid", "" + TestGrants.HOME));
    private static final Destination CONTOSO =
            new Destination(EnvironmentHost.parse("contoso.crm4.dynamics.com"), TestGrants.HOME);
    private static final Grant SOME = TestGrants.of(Map.of("accounts", List.of("read")));
    private static final Grant EVERYTHING = Grant.of(
            "orders",
            List.of("*"),
            List.of("*"),
            Map.of("*", List.of("read", "create", "update", "delete")),
            "none",
            List.of("*"),
            false,
            false);

    private final AtomicInteger modelsAsked = new AtomicInteger();
    private EnvironmentModels.Outcome outcome = new EnvironmentModels.Outcome.Known(TestGrants.MODEL);

    @Test
    void letsRolesDecideWhereTheDefaultSaysSo() {
        Gatekeeper gatekeeper = gatekeeper(AccessDefault.ROLES, null);
        Permit permit = gatekeeper.permit(ORDERS);

        assertThat(permit.grant()).isNull();
        assertThat(permit.callerHas()).accepts("Dataverse.Access").rejects("Dataverse.Impersonate");
        assertThat(permit.user()).hasValue(TestGrants.HOME);
        assertThat(gatekeeper.restriction(permit, CONTOSO)).isEmpty();
        assertThat(modelsAsked).hasValue(0);
    }

    @Test
    void refusesWhoNeedsAGrantAndHasNone() {
        Refusal refused = catchThrowableOfType(
                Refusal.class, () -> gatekeeper(AccessDefault.DENY, null).permit(ORDERS));

        assertThat(refused)
                .hasMessage("S2S.NotPermitted: orders has no grant, and without one nobody reaches data here."
                        + " An operator can give it one: PUT /api/grants/orders (app role Tenants.Manage).");
    }

    @Test
    void letsAGrantDecideUnderEitherDefault() {
        assertThat(gatekeeper(AccessDefault.ROLES, SOME).permit(ORDERS).grant()).isEqualTo(SOME);
        assertThat(gatekeeper(AccessDefault.DENY, SOME).permit(ORDERS).grant()).isEqualTo(SOME);
    }

    @Test
    void asksForNoModelWhereNothingIsRestricted() {
        Gatekeeper gatekeeper = gatekeeper(AccessDefault.DENY, EVERYTHING);

        assertThat(gatekeeper.restriction(gatekeeper.permit(ORDERS), CONTOSO)).isEmpty();
        assertThat(modelsAsked).hasValue(0);
    }

    @Test
    void judgesByWhatThereIsInTheEnvironment() {
        Gatekeeper gatekeeper = gatekeeper(AccessDefault.ROLES, SOME);

        assertThat(gatekeeper.restriction(gatekeeper.permit(ORDERS), CONTOSO)).isPresent();
        assertThat(modelsAsked).hasValue(1);
    }

    @Test
    void asksToComeAgainWhereNobodyKnowsWhatThereIs() {
        outcome = new EnvironmentModels.Outcome.Missing("Dataverse gave no answer.", Duration.ofSeconds(15));
        Gatekeeper gatekeeper = gatekeeper(AccessDefault.ROLES, SOME);
        Refusal refused =
                catchThrowableOfType(Refusal.class, () -> gatekeeper.restriction(gatekeeper.permit(ORDERS), CONTOSO));

        assertThat(refused)
                .hasMessage("S2S.Busy: The grant of orders is judged by what there is in the environment"
                        + " ($metadata), and that is not known at the moment. Dataverse gave no answer.");
        assertThat(refused.headers()).containsExactly(Map.entry("Retry-After", "15"));
    }

    private Gatekeeper gatekeeper(AccessDefault accessDefault, Grant grant) {
        var gatekeeper = new Gatekeeper();
        gatekeeper.accessDefault = accessDefault;
        gatekeeper.registration = TestRegistrations.withSecret(URI.create("https://login.example"));
        gatekeeper.grants = new GrantsInForce() {
            @Override
            public Optional<Grant> find(String consumer) {
                return Optional.ofNullable(grant);
            }
        };
        gatekeeper.models = new EnvironmentModels() {
            @Override
            public Outcome find(UUID tenantId, EnvironmentHost host) {
                modelsAsked.incrementAndGet();
                return outcome;
            }
        };
        return gatekeeper;
    }
}
