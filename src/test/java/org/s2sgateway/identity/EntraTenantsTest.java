package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.s2sgateway.identity.Provider.Client;

class EntraTenantsTest {

    private static final UUID HOME = UUID.fromString("c0a00000-0000-4000-8000-000000000001");
    private static final UUID FABRIKAM = UUID.fromString("fab00000-0000-4000-8000-000000000002");
    private static final String LOGIN = "https://login.example";

    private final EntraTenants everybody = tenants(Optional.empty(), false);
    private final EntraTenants customers = tenants(Optional.empty(), true);

    @ParameterizedTest
    @CsvSource({
        "https://login.example/organizations/oauth2/v2.0/token, true",
        "http://login.example/organizations/oauth2/v2.0/token, false",
        "https://login.example:8443/token, false",
        "https://somebody@login.example/token, false",
        "https://login.example.evil.example/token, false",
        "https://login.example/token#x, false"
    })
    void letsMetadataLeadToTheAuthorityOnly(URI endpoint, boolean may) {
        assertThat(everybody.mayLeadTo(endpoint)).isEqualTo(may);
    }

    @Test
    void takesKeysOfTheTenantAndThoseThatAreEverybodys() {
        assertThat(everybody.maySign(null, FABRIKAM)).isTrue();
        assertThat(everybody.maySign(LOGIN + "/" + FABRIKAM + "/v2.0", FABRIKAM))
                .isTrue();
        assertThat(everybody.maySign(LOGIN + "/{tenantid}/v2.0", FABRIKAM)).isTrue();
    }

    @Test
    void takesNoKeysOfOthers() {
        assertThat(everybody.maySign(LOGIN + "/" + HOME + "/v2.0", FABRIKAM)).isFalse();
        assertThat(everybody.maySign(LOGIN + "/{tenantid}/v2.0/", FABRIKAM)).isFalse();
        assertThat(everybody.maySign("", FABRIKAM)).isFalse();
        assertThat(everybody.maySign(1, FABRIKAM)).isFalse();
        assertThat(everybody.maySign(List.of(LOGIN + "/" + FABRIKAM + "/v2.0"), FABRIKAM))
                .isFalse();
    }

    @Test
    void speaksForTheHomeTenantUnlessItsPeopleSignInElsewhere() {
        assertThat(everybody.speaksFor(HOME)).isTrue();
        assertThat(everybody.speaksFor(FABRIKAM)).isTrue();
        assertThat(customers.speaksFor(HOME)).isFalse();
        assertThat(customers.speaksFor(FABRIKAM)).isTrue();
    }

    @Test
    void countsRolesOfTheHomeTenantOnlyAndOnlyWhereItsPeopleSignInHere() {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .claim("roles", List.of("Gateway.Operator"))
                .build();

        assertThat(everybody.homeRoles(claims, HOME)).containsExactly("Gateway.Operator");
        assertThat(everybody.homeRoles(claims, FABRIKAM)).isEmpty();
        assertThat(customers.homeRoles(claims, HOME)).isEmpty();
    }

    private static EntraTenants tenants(Optional<UUID> tenant, boolean homeIsElsewhere) {
        Client client = new Client("gateway", ClientProof.Style.ENTRA_ID, List.of());
        return new EntraTenants(URI.create(LOGIN), tenant, client, HOME, homeIsElsewhere);
    }
}
