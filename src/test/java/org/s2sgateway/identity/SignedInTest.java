package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedInTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "62e90394-69f5-4237-9190-012177145e10",
                "e8611ab8-c189-46e8-94e1-60213ab1f814",
                "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
                "158c047a-c907-4556-b7ef-446551a6b5f7"
            })
    void mayConsentWithOneOfFourRoles(String role) {
        assertThat(person(Set.of(UUID.fromString(role), UUID.randomUUID())).mayConsent())
                .isTrue();
    }

    @Test
    void mayNotConsentWithAnotherRoleOrWithNone() {
        // The role that every member of a tenant has.
        assertThat(person(Set.of(UUID.fromString("b79fbf4d-3ef9-4689-8143-76b194e85509")))
                        .mayConsent())
                .isFalse();
        assertThat(person(Set.of()).mayConsent()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Gateway.Operator, true, true",
        "Gateway.Auditor, false, true",
        "Tenants.Manage, false, false",
        "gateway.operator, false, false"
    })
    void isStaffByTheRolesOfTheHomeTenant(String role, boolean operator, boolean auditor) {
        SignedIn person = new SignedIn(
                TestProvider.CONTOSO,
                TestProvider.GINA,
                "Gina",
                Set.of(),
                Set.of(role),
                Optional.empty(),
                Instant.EPOCH);

        assertThat(person.isOperator()).isEqualTo(operator);
        assertThat(person.isAuditor()).isEqualTo(auditor);
        assertThat(person.administering(Optional.of("contoso.crm4.dynamics.com"))
                        .homeRoles())
                .containsExactly(role);
    }

    @Test
    void isTheSamePersonInOneTenantOnly() {
        SignedIn gina = person(Set.of());
        UUID sam = UUID.fromString("5f0d3a9c-1111-4222-8333-444455556666");

        assertThat(gina.isSamePersonAs(person(Set.of(UUID.randomUUID())))).isTrue();
        assertThat(gina.isSamePersonAs(person(TestProvider.CONTOSO, TestProvider.GINA, Set.of())))
                .isFalse();
        assertThat(gina.isSamePersonAs(person(TestProvider.FABRIKAM, sam, Set.of())))
                .isFalse();
    }

    private static SignedIn person(Set<UUID> roles) {
        return person(TestProvider.FABRIKAM, TestProvider.GINA, roles);
    }

    private static SignedIn person(UUID tenantId, UUID objectId, Set<UUID> roles) {
        return new SignedIn(
                tenantId, objectId, "Gina", roles, Set.of(), Optional.empty(), Instant.parse("2026-11-21T12:00:00Z"));
    }
}
