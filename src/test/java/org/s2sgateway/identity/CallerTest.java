package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CallerTest {

    @Test
    void bringsReadingAndManagingToAnOperator() {
        assertThat(caller("Gateway.Operator").getGroups())
                .containsExactlyInAnyOrder("Gateway.Operator", "Tenants.Read", "Tenants.Manage");
    }

    @Test
    void bringsOnlyReadingToAnAuditor() {
        assertThat(caller("Gateway.Auditor").getGroups()).containsExactlyInAnyOrder("Gateway.Auditor", "Tenants.Read");
    }

    @Test
    void bringsNothingElseToAnybody() {
        assertThat(caller("Tenants.Manage").getGroups()).containsExactly("Tenants.Manage");
        assertThat(caller("gateway.operator").getGroups()).containsExactly("gateway.operator");
    }

    @Test
    void isNamedAsMicroProfileSays() {
        assertThat(named(Map.of("sub", "subject"))).isEqualTo("subject");
        assertThat(named(Map.of("sub", "subject", "preferred_username", "user")))
                .isEqualTo("user");
        assertThat(named(Map.of("sub", "subject", "preferred_username", "user", "upn", "user@contoso.com")))
                .isEqualTo("user@contoso.com");
        assertThat(named(Map.of("sub", List.of("subject")))).isEqualTo("orders-service");
    }

    @Test
    void hasTheClaimsOfItsToken() {
        Caller caller = new Caller("orders-service", Set.of(), Map.of("sub", "subject", "ver", "2.0"));

        assertThat(caller.getClaimNames()).containsExactlyInAnyOrder("sub", "ver");
        assertThat(caller.<String>getClaim("ver")).isEqualTo("2.0");
    }

    @Test
    void actsForAUserOnlyWithADelegatedToken() {
        String user = "5F0D3A9C-1111-4222-8333-444455556666";

        assertThat(user(Map.of("scp", "access", "oid", user)))
                .hasValue(UUID.fromString("5f0d3a9c-1111-4222-8333-444455556666"));
        assertThat(user(Map.of("oid", user))).isEmpty();
        assertThat(user(Map.of("scp", " ", "oid", user))).isEmpty();
        assertThat(user(Map.of("scp", "access"))).isEmpty();
        assertThat(user(Map.of("scp", "access", "oid", "1-1-1-1-1"))).isEmpty();
        assertThat(user(Map.of("scp", List.of("access"), "oid", user))).isEmpty();
    }

    @Test
    void printsNothingButItsId() {
        assertThat(new Caller("orders-service", Set.of(), Map.of("sub", "subject")))
                .hasToString("Caller[orders-service]");
    }

    private static Caller caller(String role) {
        return new Caller("orders-service", Set.of(role), Map.of());
    }

    private static Optional<UUID> user(Map<String, Object> claims) {
        return new Caller("orders-service", Set.of(), claims).user();
    }

    private static String named(Map<String, Object> claims) {
        return new Caller("orders-service", Set.of(), claims).getName();
    }
}
