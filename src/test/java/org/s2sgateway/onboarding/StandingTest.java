package org.s2sgateway.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.s2sgateway.identity.SignedIn;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.tenant.TestTenants;

/** Who may speak for a tenant, and who looks as if they might. */
class StandingTest {

    private static final UUID FABRIKAM = UUID.fromString("fab00000-0000-4000-8000-000000000002");
    private static final EnvironmentHost ENVIRONMENT = EnvironmentHost.parse("fabrikam.crm4.dynamics.com");
    private static final UUID PERSON = UUID.fromString("00000000-0000-4000-8000-00000000000a");
    private static final UUID SOMEBODY_ELSE = UUID.fromString("00000000-0000-4000-8000-00000000000b");

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            nullValues = "none",
            textBlock =
                    """
            Global Administrator,                 62e90394-69f5-4237-9190-012177145e10, nobody,        false, none,            DIRECTORY_ROLE
            Privileged Role Administrator,        e8611ab8-c189-46e8-94e1-60213ab1f814, nobody,        false, none,            DIRECTORY_ROLE
            Application Administrator,            9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3, nobody,        false, none,            DIRECTORY_ROLE
            Cloud Application Administrator,      158c047a-c907-4556-b7ef-446551a6b5f7, nobody,        false, none,            DIRECTORY_ROLE
            Another directory role (Reader),      f2ef992c-3afb-46b9-b7cf-a126ee74c451, nobody,        false, none,            none
            An ordinary user's directory role,    b79fbf4d-3ef9-4689-8143-76b194e85509, nobody,        false, none,            none
            The recorded consenter,               none,                                 this person,   false, none,            CONSENTER
            Another person's consent,             none,                                 somebody else, false, none,            none
            A consent that waits for approval,    none,                                 waiting,       false, none,            none
            A consent that was taken back,        none,                                 disconnected,  false, none,            none
            An operator's invitation,             none,                                 nobody,        true,  none,            INVITATION
            System Administrator of this one,     none,                                 nobody,        false, fabrikam.crm4.dynamics.com, SYSTEM_ADMINISTRATOR
            System Administrator of another one,  none,                                 nobody,        false, playground.crm4.dynamics.com, none
            A plain member,                       none,                                 nobody,        false, none,            none
            A plain member of a connected tenant, none,                                 somebody else, false, none,            none
            """)
    void standingIsShownOrItIsNot(
            String who, String role, String consenter, boolean invited, String administered, Standing expected) {
        SignedIn person = new SignedIn(
                FABRIKAM,
                PERSON,
                "Somebody",
                role == null ? Set.of() : Set.of(UUID.fromString(role)),
                Set.of(),
                Optional.ofNullable(administered),
                Instant.EPOCH);

        Optional<Standing> standing = Standing.of(
                person,
                switch (consenter) {
                    case "this person" -> Optional.of(TestTenants.consentedBy(FABRIKAM, PERSON));
                    case "somebody else" -> Optional.of(TestTenants.consentedBy(FABRIKAM, SOMEBODY_ELSE));
                    case "waiting" -> Optional.of(TestTenants.awaitingApprovalOf(FABRIKAM, PERSON));
                    case "disconnected" -> Optional.of(TestTenants.disconnectedAfterConsentBy(FABRIKAM, PERSON));
                    default -> Optional.empty();
                },
                invited,
                ENVIRONMENT);

        assertThat(standing).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void aSystemAdministratorDoesNotSpeakForTheWholeTenant() {
        SignedIn person = new SignedIn(
                FABRIKAM, PERSON, "Somebody", Set.of(), Set.of(), Optional.of(ENVIRONMENT.value()), Instant.EPOCH);

        assertThat(Standing.of(person, Optional.empty(), false)).isEmpty();
        assertThat(Standing.SYSTEM_ADMINISTRATOR.isTenantWide()).isFalse();
        assertThat(Standing.DIRECTORY_ROLE.isTenantWide()).isTrue();
    }
}
