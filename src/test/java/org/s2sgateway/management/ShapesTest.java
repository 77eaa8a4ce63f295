package org.s2sgateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.s2sgateway.grants.Grant;
import org.s2sgateway.tenant.ReadinessStep;
import org.s2sgateway.tenant.TestTenants;

/** The contract's shapes, member by member, as the JSON-B of both servers writes them. */
class ShapesTest {

    private static final UUID TENANT = UUID.fromString("FAB00000-0000-4000-8000-00000000000A");

    private final Jsonb jsonb = JsonbBuilder.create();

    @Test
    void aTenant() {
        TenantJson tenant =
                TenantJson.of(TestTenants.invited(TENANT, "Fabrikam", Instant.parse("2026-11-20T10:00:00.120Z")));

        assertThat(jsonb.toJson(tenant))
                .isEqualTo("{\"tenantId\":\"fab00000-0000-4000-8000-00000000000a\",\"name\":\"Fabrikam\","
                        + "\"status\":\"invited\",\"createdAt\":\"2026-11-20T10:00:00.120Z\","
                        + "\"updatedAt\":\"2026-11-20T10:00:00.120Z\"}");
    }

    @Test
    void anEnvironmentThatNobodyLookedAt() {
        assertThat(jsonb.toJson(EnvironmentJson.of(TestTenants.environment("localhost:9444", TENANT))))
                .isEqualTo("{\"host\":\"localhost:9444\",\"url\":\"https://localhost:9444\","
                        + "\"tenantId\":\"fab00000-0000-4000-8000-00000000000a\",\"status\":\"pending\","
                        + "\"reason\":null,\"steps\":[]}");
    }

    @Test
    void anEnvironmentWithItsSteps() {
        List<ReadinessStep> steps = List.of(
                new ReadinessStep("host", "passed", null, null, null, null),
                new ReadinessStep("whoAmI", "failed", "0x80072560", "Why", "environmentAdmin", "How"));

        assertThat(jsonb.toJson(
                        EnvironmentJson.of(TestTenants.checked("a.example", TENANT, steps, false, "0x80072560"))))
                .isEqualTo("{\"host\":\"a.example\",\"url\":\"https://a.example\","
                        + "\"tenantId\":\"fab00000-0000-4000-8000-00000000000a\",\"status\":\"pending\","
                        + "\"reason\":\"0x80072560\",\"steps\":["
                        + "{\"step\":\"host\",\"outcome\":\"passed\",\"code\":null,\"explanation\":null,"
                        + "\"actor\":null,\"remedy\":null},"
                        + "{\"step\":\"whoAmI\",\"outcome\":\"failed\",\"code\":\"0x80072560\","
                        + "\"explanation\":\"Why\",\"actor\":\"environmentAdmin\",\"remedy\":\"How\"}]}");
    }

    @Test
    void aGrant() {
        Grant grant = Grant.of(
                "orders",
                List.of("*"),
                List.of("b.example", "a.example"),
                Map.of("contacts", List.of("delete", "read"), "accounts", List.of("read")),
                "caller",
                List.of("WhoAmI"),
                true,
                false);

        assertThat(jsonb.toJson(GrantJson.of(grant)))
                .isEqualTo("{\"consumer\":\"orders\",\"tenants\":[\"*\"],"
                        + "\"environments\":[\"a.example\",\"b.example\"],"
                        + "\"tables\":{\"accounts\":[\"read\"],\"contacts\":[\"read\",\"delete\"]},"
                        + "\"impersonation\":\"caller\",\"actions\":[\"WhoAmI\"],"
                        + "\"tokens\":true,\"bypass\":false}");
    }

    @Test
    void anEvent() {
        var event = new EventJson(
                7,
                Instant.parse("2026-11-20T10:00:00.123456Z"),
                TENANT.toString(),
                null,
                "tenant.invited",
                "system",
                "as Fabrikam");

        assertThat(jsonb.toJson(event))
                .isEqualTo("{\"id\":7,\"at\":\"2026-11-20T10:00:00.123456Z\","
                        + "\"tenantId\":\"fab00000-0000-4000-8000-00000000000a\",\"environment\":null,"
                        + "\"action\":\"tenant.invited\",\"actor\":\"system\",\"detail\":\"as Fabrikam\"}");
    }

    @Test
    void thePagesEndHasNoNext() {
        assertThat(jsonb.toJson(new Page<>(List.of(), null))).isEqualTo("{\"items\":[]}");
        assertThat(jsonb.toJson(new Page<>(List.of("a"), "https://gateway.example/api/x?limit=1&cursor=YQ")))
                .isEqualTo("{\"items\":[\"a\"],\"next\":\"https://gateway.example/api/x?limit=1&cursor=YQ\"}");
    }

    @Test
    void theRegistrationWithoutAnySecret() {
        var json = new RegistrationJson(
                "single-tenant",
                "public",
                "https://login.microsoftonline.com",
                TENANT,
                "a0000000-0000-4000-8000-000000000001",
                new RegistrationJson.CredentialJson("certificate", Instant.parse("2027-01-01T00:00:00Z")),
                new RegistrationJson.CredentialJson("client-secret", null));

        assertThat(jsonb.toJson(json))
                .isEqualTo("{\"mode\":\"single-tenant\",\"cloud\":\"public\","
                        + "\"authority\":\"https://login.microsoftonline.com\","
                        + "\"tenantId\":\"fab00000-0000-4000-8000-00000000000a\","
                        + "\"clientId\":\"a0000000-0000-4000-8000-000000000001\","
                        + "\"credential\":{\"kind\":\"certificate\",\"expiresAt\":\"2027-01-01T00:00:00Z\"},"
                        + "\"nextCredential\":{\"kind\":\"client-secret\",\"expiresAt\":null}}");
    }
}
