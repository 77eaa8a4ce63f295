package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.s2sgateway.grants.Grant;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.tenant.Environment;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.tenant.Environments;
import org.s2sgateway.tenant.RegistryChange;
import org.s2sgateway.tenant.Tenant;
import org.s2sgateway.tenant.Tenants;
import org.s2sgateway.tenant.TestTenants;

class OpenEnvironmentsTest {

    private static final UUID CONTOSO = UUID.fromString("c0a00000-0000-4000-8000-000000000001");
    private static final UUID PERSON = UUID.fromString("00000000-0000-4000-8000-00000000000a");
    private static final EnvironmentHost HOST = EnvironmentHost.parse("contoso.crm4.dynamics.com");
    private static final Permit PERMIT = TestGrants.permit(null);

    private final Tenant consented = TestTenants.consentedBy(CONTOSO, PERSON);
    private final Tenant disconnected = TestTenants.disconnectedAfterConsentBy(CONTOSO, PERSON);

    // What the database has.
    private Optional<Environment> environment = Optional.of(TestTenants.environment(HOST.value(), CONTOSO));
    private Tenant tenant = consented;
    private Runnable duringRead = () -> {};

    private final AtomicInteger reads = new AtomicInteger();
    private final OpenEnvironments open = open();

    @Test
    void asksTheRegistryOnceForManyCalls() {
        for (int call = 0; call < 100; call++) {
            assertThat(open.require(HOST, PERMIT)).isEqualTo(new OpenEnvironments.Destination(HOST, CONTOSO));
        }

        // Twice where a second ended meanwhile.
        assertThat(reads).hasValueLessThanOrEqualTo(2);
    }

    @Test
    void aChangeCountsForTheNextCall() {
        open.require(HOST, PERMIT);

        tenant = disconnected;
        open.changed(new RegistryChange());

        assertRefused(ProblemType.CONSENT_REQUIRED);
    }

    @Test
    void aChangeWhileTheRegistryIsReadCountsForTheNextCall() {
        duringRead = () -> {
            tenant = disconnected;
            open.changed(new RegistryChange());
        };
        // What was read before the change; that call was under way.
        open.require(HOST, PERMIT);
        duringRead = () -> {};

        assertRefused(ProblemType.CONSENT_REQUIRED);
    }

    @Test
    void aChangeByAnotherNodeCountsInTheEnd() throws InterruptedException {
        open.require(HOST, PERMIT);
        tenant = disconnected;

        for (int look = 0; look < 1_000 && isOpen(); look++) {
            Thread.sleep(10);
        }

        assertRefused(ProblemType.CONSENT_REQUIRED);
    }

    @Test
    void whatIsNotRegisteredIsNotRemembered() {
        Optional<Environment> later = environment;
        environment = Optional.empty();
        assertRefused(ProblemType.UNKNOWN_ENVIRONMENT);

        environment = later;

        assertThat(open.require(HOST, PERMIT).tenantId()).isEqualTo(CONTOSO);
    }

    @Test
    void saysNothingOfAnEnvironmentToWhoMayNotEnterIt() {
        Permit elsewhere = TestGrants.permit(grant("*", "other.crm4.dynamics.com"));
        Permit ofAnother = TestGrants.permit(grant(PERSON.toString(), "*"));

        for (Permit permit : List.of(elsewhere, ofAnother)) {
            assertRefused(ProblemType.NOT_PERMITTED, permit);
        }
        assertRefused(ProblemType.NOT_PERMITTED, TestGrants.permit(grant(PERSON.toString(), HOST.value())));
        tenant = disconnected;
        open.changed(new RegistryChange());
        for (Permit permit : List.of(elsewhere, ofAnother)) {
            assertRefused(ProblemType.NOT_PERMITTED, permit);
        }
        environment = Optional.empty();
        open.changed(new RegistryChange());
        for (Permit permit : List.of(elsewhere, ofAnother)) {
            assertRefused(ProblemType.NOT_PERMITTED, permit);
        }
        assertRefused(ProblemType.UNKNOWN_ENVIRONMENT, TestGrants.permit(grant("*", HOST.value())));
        assertRefused(ProblemType.UNKNOWN_ENVIRONMENT, TestGrants.permit(grant(PERSON.toString(), HOST.value())));
    }

    private static Grant grant(String tenant, String host) {
        return Grant.of("orders", List.of(tenant), List.of(host), Map.of(), "none", List.of(), false, false);
    }

    private boolean isOpen() {
        try {
            open.require(HOST, PERMIT);
            return true;
        } catch (Refusal refused) {
            return false;
        }
    }

    private void assertRefused(ProblemType type) {
        assertRefused(type, PERMIT);
    }

    private void assertRefused(ProblemType type, Permit permit) {
        assertThatThrownBy(() -> open.require(HOST, permit))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.type()).isEqualTo(type));
    }

    private OpenEnvironments open() {
        OpenEnvironments made = new OpenEnvironments();
        made.environments = new Environments() {
            @Override
            public Optional<Environment> find(EnvironmentHost host) {
                reads.incrementAndGet();
                return environment;
            }
        };
        made.tenants = new Tenants() {
            @Override
            public Optional<Tenant> find(UUID tenantId) {
                Tenant read = tenant;
                duringRead.run();
                return Optional.of(read);
            }
        };
        return made;
    }
}
