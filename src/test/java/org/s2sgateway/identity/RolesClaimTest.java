package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RolesClaimTest {

    @Test
    void readsAnArrayAndLeavesOutWhatIsNoText() {
        assertThat(roles("roles", "roles", Arrays.asList("Tenants.Read", 7, null, "")))
                .containsExactly("Tenants.Read");
    }

    @Test
    void readsAStringWithSpaces() {
        assertThat(roles("scope", "scope", "Tenants.Read  Dataverse.Access"))
                .containsExactlyInAnyOrder("Tenants.Read", "Dataverse.Access");
    }

    @Test
    void followsDotsIntoNestedClaims() {
        Map<String, Object> client = Map.of("gateway", Map.of("roles", List.of("Tenants.Read")));

        assertThat(roles("resource_access.gateway.roles", "resource_access", client))
                .containsExactly("Tenants.Read");
    }

    @Test
    void prefersAClaimWhoseNameHasDots() {
        assertThat(roles("https://contoso.com/roles", "https://contoso.com/roles", List.of("Tenants.Read")))
                .containsExactly("Tenants.Read");
    }

    @Test
    void findsNothingInOtherShapes() {
        assertThat(roles("roles", "roles", 7)).isEmpty();
        assertThat(roles("roles", "groups", List.of("Tenants.Read"))).isEmpty();
        assertThat(roles("a.b.c", "a", "text")).isEmpty();
        assertThat(roles("roles", "roles", Map.of("Tenants.Read", true))).isEmpty();
    }

    private static Iterable<String> roles(String configured, String name, Object value) {
        return new RolesClaim(configured)
                .roles(new JWTClaimsSet.Builder().claim(name, value).build());
    }
}
