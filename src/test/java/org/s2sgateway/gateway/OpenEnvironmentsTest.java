package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
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
            assertThat(open.require(HOST)).isEqualTo(new OpenEnvironments.Destination(HOST, CONTOSO));
        }

        // Twice where a second ended meanwhile.
        assertThat(reads).hasValueLessThanOrEqualTo(2);
    }

    @Test
    void aChangeCountsForTheNextCall() {
        open.require(HOST);

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
        open.require(HOST);
        duringRead = () -> {};

        assertRefused(ProblemType.CONSENT_REQUIRED);
    }

    @Test
    void aChangeByAnotherNodeCountsInTheEnd() throws InterruptedException {
        open.require(HOST);
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

        assertThat(open.require(HOST).tenantId()).isEqualTo(CONTOSO);
    }

    private boolean isOpen() {
        try {
            open.require(HOST);
            return true;
        } catch (Refusal refused) {
            return false;
        }
    }

    private void assertRefused(ProblemType type) {
        assertThatThrownBy(() -> open.require(HOST))
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
