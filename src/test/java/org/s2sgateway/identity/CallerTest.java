package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
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
    }

    @Test
    void printsNothingButItsId() {
        assertThat(new Caller("orders-service", Set.of(), Map.of("sub", "subject")))
                .hasToString("Caller[orders-service]");
    }

    private static Caller caller(String role) {
        return new Caller("orders-service", Set.of(role), Map.of());
    }

    private static String named(Map<String, Object> claims) {
        return new Caller("orders-service", Set.of(), claims).getName();
    }
}
