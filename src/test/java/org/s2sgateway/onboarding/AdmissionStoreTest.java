package org.s2sgateway.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.s2sgateway.audit.TestAuditEvents;
import org.s2sgateway.identity.Browser;
import org.s2sgateway.identity.SignedIn;
import org.s2sgateway.settings.PublicUrl;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.tenant.Tenants;
import org.s2sgateway.tenant.TestTenants;
import org.s2sgateway.testing.DatabaseContract;
import org.s2sgateway.testing.TestRegistrations;

/** What a proven consent comes to, with the JPA provider of either server on either database. */
@ParameterizedClass
@EnumSource(DatabaseContract.Pair.class)
class AdmissionStoreTest extends DatabaseContract {

    private static final UUID FABRIKAM = UUID.fromString("fab00000-0000-4000-8000-000000000002");
    private static final EnvironmentHost HOST = EnvironmentHost.parse("fabrikam.crm4.dynamics.com");
    /** The template of the Global Administrator. */
    private static final UUID GLOBAL = UUID.fromString("62e90394-69f5-4237-9190-012177145e10");

    private static final SignedIn PAUL = person("00000000-0000-4000-8000-00000000000b", Set.of());
    private static final SignedIn GINA = person("00000000-0000-4000-8000-00000000000a", Set.of(GLOBAL));

    private boolean open;
    private UUID invitation = UUID.randomUUID();

    AdmissionStoreTest(Pair pair) {
        super(pair);
    }

    @BeforeEach
    void invite() {
        empty("AuditEvent", "ConsentRequest", "Invitation", "Tenant");
        open = true;
        with(store -> store.tenants.invite(FABRIKAM, "Fabrikam", "operator-tool"));
        invitation = with(store -> store.invitations.byOperator(FABRIKAM, "operator-tool"))
                .invitation()
                .id();
    }

    @Test
    void aDirectoryRoleIsEnoughWhereEverybodyMayConnect() {
        assertThat(admitted(GINA, granted(GINA, false))).isEqualTo("admitted");
        assertThat(status()).isEqualTo("consented");
        assertThat(events()).last().isEqualTo("tenant.consented invited -> consented, shown by directory-role");
    }

    @Test
    void whoHasNoStandingWaits() {
        ConsentRequest granted = granted(PAUL, false);

        assertThat(admitted(PAUL, granted)).isEqualTo("awaiting approval");
        assertThat(admitted(PAUL, granted)).isEqualTo("awaiting approval");
        assertThat(status()).isEqualTo("invited");
        assertThat(this.<Boolean>with(store -> store.admissions.awaitsApproval(PAUL, HOST)))
                .isTrue();
        assertThat(this.<Boolean>with(store -> store.admissions.awaitsApproval(GINA, HOST)))
                .isFalse();
    }

    @Test
    void anInvitationVouchesUntilItIsRevokedAlsoAfterItsTime() {
        ConsentRequest granted = granted(PAUL, true);
        expire();
        assertThat(admitted(PAUL, granted)).isEqualTo("admitted");
        assertThat(events()).last().isEqualTo("tenant.consented invited -> consented, shown by invitation");
    }

    @Test
    void anInvitationThatWasRevokedMeanwhileVouchesForNobody() {
        ConsentRequest granted = granted(PAUL, true);
        revoke();

        assertThat(admitted(PAUL, granted)).isEqualTo("awaiting approval");
        assertThat(status()).isEqualTo("invited");
    }

    @Test
    void byInvitationOnlyWhoIsInvitedIsAdmitted() {
        open = false;

        assertThat(admitted(PAUL, granted(PAUL, true))).isEqualTo("admitted");
    }

    @Test
    void byInvitationOnlyARevokedOneStopsAlsoAnAdministrator() {
        open = false;
        ConsentRequest granted = granted(GINA, true);
        revoke();

        assertThat(admitted(GINA, granted)).isEqualTo("S2S.InvitationVoid");
        assertThat(status()).isEqualTo("invited");
    }

    @Test
    void byInvitationOnlyOneThatIsOverStopsAlsoAnAdministrator() {
        open = false;
        ConsentRequest granted = granted(GINA, true);
        expire();

        assertThat(admitted(GINA, granted)).isEqualTo("S2S.InvitationVoid");
        assertThat(status()).isEqualTo("invited");
    }

    @Test
    void byInvitationOnlyNobodyElseUsesAnAcceptedOne() {
        open = false;
        granted(PAUL, true);
        ConsentRequest other = request(GINA, Optional.of(invitation));

        assertThat(admitted(GINA, other)).isEqualTo("S2S.InvitationVoid");
    }

    @Test
    void byInvitationOnlyWhatBeganWithoutOneStops() {
        open = false;

        assertThat(admitted(GINA, granted(GINA, false))).isEqualTo("S2S.InvitationNeeded");
        assertThat(admitted(PAUL, granted(PAUL, false))).isEqualTo("S2S.InvitationNeeded");
        assertThat(events()).doesNotContain("tenant.approval-awaited consented to by a person without standing");
    }

    @Test
    void aTenantThatWasSuspendedMeanwhileStaysSo() {
        ConsentRequest granted = granted(GINA, false);
        change(store -> store.tenants.suspend(FABRIKAM, "operator-tool"));

        assertThat(admitted(GINA, granted)).isEqualTo("S2S.TenantSuspended");
        assertThat(status()).isEqualTo("suspended");
    }

    @Test
    void aConsentFromBeforeADisconnectionCountsNotAnyMore() {
        ConsentRequest granted = granted(GINA, false);
        admitted(GINA, granted);
        change(store -> store.tenants.disconnect(FABRIKAM, "person gina"));

        assertThat(admitted(GINA, granted)).isEqualTo("not begun");
        assertThat(status()).isEqualTo("consent-revoked");
    }

    @Test
    void whoHasNoStandingChangesNothingOfATenantThatWasConnectedMeanwhile() {
        ConsentRequest granted = granted(PAUL, false);
        admitted(GINA, granted(GINA, false));

        assertThat(admitted(PAUL, granted)).isEqualTo("without standing");
        assertThat(status()).isEqualTo("consented");
    }

    /** The person came by the invitation, or without one, and has come back from the consent. */
    private ConsentRequest granted(SignedIn person, boolean invited) {
        if (invited) {
            assertThat(this.<Boolean>with(store -> store.invitations.accept(invitation, person)))
                    .isTrue();
        }
        return request(person, Optional.of(invitation).filter(id -> invited));
    }

    private static ConsentRequest request(SignedIn person, Optional<UUID> invitation) {
        Instant now = Instant.now();
        ConsentRequest request = new ConsentRequest(new Browser(Browser.random()), FABRIKAM, HOST, invitation, now);
        request.signedIn(person.objectId(), now);
        request.sent(Browser.random(), now);
        request.granted(now);
        return request;
    }

    private String admitted(SignedIn person, ConsentRequest granted) {
        return with(store -> store.admissions.admit(person, granted))
                .map(stage -> stage.<String>fold(
                        notBegun -> "not begun",
                        propagating -> "propagating",
                        stuck -> stuck.diagnosis().code(),
                        awaiting -> "awaiting approval",
                        without -> "without standing",
                        registered -> "registered"))
                .orElse("admitted");
    }

    private void revoke() {
        change(store -> store.invitations.revoke(FABRIKAM, invitation, "operator-tool"));
    }

    private void expire() {
        inTransaction(entityManager -> entityManager
                .createQuery("update Invitation i set i.expiresAt = :then")
                .setParameter("then", Instant.now().minusSeconds(1).atOffset(ZoneOffset.UTC))
                .executeUpdate());
    }

    private String status() {
        return with(store -> store.tenants.find(FABRIKAM).orElseThrow())
                .status()
                .word();
    }

    private List<String> events() {
        return auditTrail(event -> event.action() + " " + event.detail());
    }

    private void change(Consumer<Store> work) {
        with(store -> {
            work.accept(store);
            return true;
        });
    }

    private <T> T with(Function<Store, T> work) {
        return inTransaction(entityManager -> {
            Invitations invitations = new Invitations();
            invitations.entityManager = entityManager;
            invitations.auditEvents = TestAuditEvents.with(entityManager);
            invitations.registration = TestRegistrations.withSecret(URI.create("https://login.example"));
            invitations.publicUrl = new PublicUrl("https://gateway.example");
            Admissions admissions = new Admissions();
            admissions.config = new OnboardingConfig(open, Optional.empty(), Optional.empty());
            admissions.invitations = invitations;
            admissions.tenants = TestTenants.with(entityManager);
            return work.apply(new Store(admissions, invitations, admissions.tenants));
        });
    }

    private record Store(Admissions admissions, Invitations invitations, Tenants tenants) {}

    private static SignedIn person(String id, Set<UUID> directoryRoles) {
        return new SignedIn(
                FABRIKAM, UUID.fromString(id), "Somebody", directoryRoles, Set.of(), Optional.empty(), Instant.EPOCH);
    }
}
