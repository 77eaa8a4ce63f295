package org.s2sgateway.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TenantTest {

    private static final UUID PERSON = UUID.fromString("00000000-0000-4000-8000-00000000000a");
    private static final UUID SOMEBODY_ELSE = UUID.fromString("00000000-0000-4000-8000-00000000000b");

    private static final UUID ID = UUID.fromString("c0a00000-0000-4000-8000-000000000001");
    private static final Instant CREATED = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant LATER = Instant.parse("2026-11-20T11:00:00.123456789Z");

    @Test
    void theHomeTenantIsConsentedFromTheStart() {
        Tenant home = Tenant.home(ID, "Contoso", CREATED);

        assertThat(home.status()).isEqualTo(TenantStatus.CONSENTED);
        assertThat(home.tenantId()).isEqualTo(ID);
        assertThat(home.createdAt()).isEqualTo(CREATED);
        assertThat(home.updatedAt()).isEqualTo(CREATED);
    }

    @Test
    void aCustomersTenantIsInvitedFirst() {
        assertThat(Tenant.invited(ID, "Contoso", CREATED).status()).isEqualTo(TenantStatus.INVITED);
    }

    @Test
    void aConsentByAPersonWithStandingConsents() {
        Tenant tenant = Tenant.invited(ID, "Contoso", CREATED);
        tenant.consent(Optional.of(PERSON), LATER);

        assertThat(tenant.status()).isEqualTo(TenantStatus.CONSENTED);
        assertThat(tenant.wasConsentedBy(PERSON)).isTrue();
        assertThat(tenant.wasConsentedBy(SOMEBODY_ELSE)).isFalse();
    }

    @Test
    void aConsentWithoutStandingWaitsForApproval() {
        Tenant tenant = Tenant.invited(ID, "Contoso", CREATED);
        tenant.awaitApproval(PERSON, LATER);

        assertThat(tenant.status()).isEqualTo(TenantStatus.INVITED);
        assertThat(tenant.awaitsApproval()).isTrue();
        assertThat(tenant.wasConsentedBy(PERSON)).isFalse();

        tenant.approve(LATER);

        assertThat(tenant.status()).isEqualTo(TenantStatus.CONSENTED);
        assertThat(tenant.awaitsApproval()).isFalse();
        assertThat(tenant.wasConsentedBy(PERSON)).isTrue();
    }

    @Test
    void nothingIsApprovedThatDoesNotWait() {
        Tenant invited = Tenant.invited(ID, "Contoso", CREATED);
        assertThatExceptionOfType(WrongState.class)
                .isThrownBy(() -> invited.approve(LATER))
                .withMessage(
                        "No consent of this tenant is waiting for approval: its administrator has to consent first,"
                                + " on the Connect page");

        invited.consent(Optional.of(PERSON), LATER);
        assertThatExceptionOfType(WrongState.class)
                .isThrownBy(() -> invited.approve(LATER))
                .withMessage("A tenant that is consented cannot be approved");
    }

    @Test
    void aRevokedConsentIsGivenAnew() {
        Tenant tenant = Tenant.invited(ID, "Contoso", CREATED);
        tenant.consent(Optional.of(PERSON), LATER);
        tenant.revokeConsent(LATER);

        assertThat(tenant.status()).isEqualTo(TenantStatus.CONSENT_REVOKED);
        assertThat(tenant.wasConsentedBy(PERSON)).isFalse();
        assertThatExceptionOfType(WrongState.class).isThrownBy(() -> tenant.revokeConsent(LATER));

        tenant.consent(Optional.of(SOMEBODY_ELSE), LATER);
        assertThat(tenant.status()).isEqualTo(TenantStatus.CONSENTED);
        assertThat(tenant.wasConsentedBy(SOMEBODY_ELSE)).isTrue();
    }

    @Test
    void noConsentComesThroughASuspensionOrBackFromOffboarding() {
        Tenant tenant = Tenant.invited(ID, "Contoso", CREATED);
        tenant.suspend(LATER);
        assertThatExceptionOfType(WrongState.class).isThrownBy(() -> tenant.consent(Optional.of(PERSON), LATER));
        assertThatExceptionOfType(WrongState.class).isThrownBy(() -> tenant.awaitApproval(PERSON, LATER));
        assertThatExceptionOfType(WrongState.class).isThrownBy(() -> tenant.approve(LATER));

        tenant.offboard(LATER);
        assertThatExceptionOfType(WrongState.class).isThrownBy(() -> tenant.consent(Optional.of(PERSON), LATER));
        assertThatExceptionOfType(WrongState.class).isThrownBy(() -> tenant.awaitApproval(PERSON, LATER));
    }

    @Test
    void aSuspensionLiftsToTheStateBeforeIt() {
        Tenant consented = Tenant.home(ID, "Contoso", CREATED);
        consented.suspend(LATER);
        assertThat(consented.status()).isEqualTo(TenantStatus.SUSPENDED);
        consented.reinstate(LATER);
        assertThat(consented.status()).isEqualTo(TenantStatus.CONSENTED);

        Tenant invited = Tenant.invited(ID, "Contoso", CREATED);
        invited.suspend(LATER);
        invited.reinstate(LATER);
        assertThat(invited.status()).isEqualTo(TenantStatus.INVITED);
    }

    @Test
    void onlyASuspendedTenantIsReinstated() {
        Tenant tenant = Tenant.home(ID, "Contoso", CREATED);

        assertThatExceptionOfType(WrongState.class).isThrownBy(() -> tenant.reinstate(LATER));
        tenant.suspend(LATER);
        assertThatExceptionOfType(WrongState.class).isThrownBy(() -> tenant.suspend(LATER));
    }

    @Test
    void nothingLeadsOutOfOffboarding() {
        Tenant tenant = Tenant.home(ID, "Contoso", CREATED);
        tenant.suspend(LATER);
        tenant.offboard(LATER);

        assertThat(tenant.status()).isEqualTo(TenantStatus.OFFBOARDED);
        assertThatExceptionOfType(WrongState.class).isThrownBy(() -> tenant.suspend(LATER));
        assertThatExceptionOfType(WrongState.class).isThrownBy(() -> tenant.reinstate(LATER));
        assertThatExceptionOfType(WrongState.class).isThrownBy(() -> tenant.approve(LATER));
        assertThatExceptionOfType(WrongState.class).isThrownBy(() -> tenant.offboard(LATER));
    }

    @Test
    void becomingTheHomeTenantConsents() {
        Tenant tenant = Tenant.invited(ID, "Contoso", CREATED);
        tenant.offboard(LATER);
        tenant.becomeHome(LATER);
        assertThat(tenant.status()).isEqualTo(TenantStatus.CONSENTED);

        tenant.suspend(LATER);
        assertThatExceptionOfType(WrongState.class).isThrownBy(() -> tenant.becomeHome(LATER));
    }

    @Test
    void timesHaveMicrosecondsAsInTheDatabase() {
        Tenant tenant = Tenant.home(ID, "Contoso", CREATED);
        tenant.suspend(LATER);

        assertThat(tenant.updatedAt()).isEqualTo(Instant.parse("2026-11-20T11:00:00.123456Z"));
        assertThat(tenant.createdAt()).isEqualTo(CREATED);
    }

    @Test
    void statesHaveTheWordsOfTheApi() {
        assertThat(TenantStatus.values())
                .extracting(TenantStatus::word)
                .containsExactly("invited", "consented", "suspended", "consent-revoked", "offboarded");
        assertThat(EnvironmentStatus.values())
                .extracting(EnvironmentStatus::word)
                .containsExactly("pending", "connected", "degraded", "disabled");
    }
}
