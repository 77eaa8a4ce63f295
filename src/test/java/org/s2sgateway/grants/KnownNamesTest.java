package org.s2sgateway.grants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.s2sgateway.dataverse.EnvironmentModels;
import org.s2sgateway.odata.EdmModel;
import org.s2sgateway.settings.Settings;
import org.s2sgateway.tenant.AllowedHosts;
import org.s2sgateway.tenant.Environment;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.tenant.Environments;
import org.s2sgateway.tenant.TestTenants;

class KnownNamesTest {

    private static final UUID CONTOSO = UUID.fromString("c0a00000-0000-4000-8000-000000000001");
    private static final String HOST = "contoso.crm4.dynamics.com";

    private Optional<EdmModel> model = Optional.of(TestModel.MODEL);
    private String unknown = "";
    private int registered = 1;

    @Test
    void takesWhatThereIs() {
        assertThat(refused(HOST, "accounts", "WhoAmI")).isNull();
        assertThat(refused("*", "*", "*")).isNull();
    }

    @Test
    void namesATableThatIsNowhere() {
        assertThat(refused(HOST, "account", "WhoAmI"))
                .isEqualTo(
                        "tables: there is no table account in the environments; tables are named by their entity set,"
                                + " as in a URL.");
    }

    @Test
    void namesAnActionThatIsNowhere() {
        assertThat(refused(HOST, "accounts", "WhoAmi"))
                .isEqualTo(
                        "actions: there is no function and no action WhoAmi in the environments; they are named as in"
                                + " $metadata, without the namespace.");
    }

    @Test
    void saysNothingOfTablesAndActionsWhereNobodyKnows() {
        model = Optional.empty();
        assertThat(refused(HOST, "account", "WhoAmi")).isNull();

        model = Optional.of(TestModel.MODEL);
        registered = 10;
        assertThat(refused("*", "accounts", "WhoAmi")).startsWith("actions: ");
        registered = 11;
        assertThat(refused("*", "account", "WhoAmi")).isNull();
        registered = 0;
        assertThat(refused(HOST, "account", "WhoAmi")).isNull();
    }

    @Test
    void namesAHostThatCanNeverBeAnEnvironment() {
        assertThat(refused("contoso.example", "accounts", "WhoAmI"))
                .isEqualTo(
                        "environments: contoso.example can never be an environment here: s2s.dataverse.hosts does not allow"
                                + " it.");
    }

    @Test
    void takesAHostThatIsNotRegisteredYet() {
        assertThat(refused("fabrikam.crm4.dynamics.com", "accounts", "WhoAmI")).isNull();
    }

    @Test
    void saysNothingOfWhatIsInEnvironmentsThatTheGrantDoesNotCover() {
        String others = "fab00000-0000-4000-8000-000000000002";

        assertThat(refused(others, List.of(HOST), "account", "WhoAmI")).isNull();
        assertThat(refused(CONTOSO.toString(), List.of(HOST), "account", "WhoAmI"))
                .startsWith("tables: ");
    }

    @Test
    void saysNothingWhereOneOfSeveralEnvironmentsIsNotKnown() {
        registered = 2;
        unknown = "e1.crm4.dynamics.com";

        assertThat(refused("*", "account", "WhoAmI")).isNull();
        assertThat(refused(HOST, "account", "WhoAmI")).startsWith("tables: ");
    }

    @Test
    void saysNothingOfWhatIsInMoreThanTenNamedEnvironments() {
        registered = 11;
        List<String> hosts = IntStream.range(1, 11)
                .mapToObj(i -> "e" + i + ".crm4.dynamics.com")
                .collect(Collectors.toCollection(ArrayList::new));
        assertThat(refused("*", hosts, "account", "WhoAmI")).startsWith("tables: ");

        hosts.add(HOST);
        assertThat(refused("*", hosts, "account", "WhoAmI")).isNull();
    }

    private String refused(String host, String table, String action) {
        return refused("*", List.of(host), table, action);
    }

    private String refused(String tenant, List<String> hosts, String table, String action) {
        Grant grant = Grant.of(
                "orders",
                List.of(tenant),
                hosts,
                Map.of(table, List.of("read")),
                "none",
                List.of(action),
                false,
                false);
        MalformedGrant malformed = catchThrowableOfType(MalformedGrant.class, () -> names().require(grant));
        return malformed == null ? null : malformed.field() + ": " + malformed.getMessage();
    }

    private KnownNames names() {
        List<Environment> all = IntStream.range(0, registered)
                .mapToObj(i -> TestTenants.environment(i == 0 ? HOST : "e" + i + ".crm4.dynamics.com", CONTOSO))
                .toList();
        var names = new KnownNames();
        names.allowedHosts = AllowedHosts.from(
                        Settings.of(Map.of("s2s.dataverse.hosts", "*.crm4.dynamics.com")), List.of())
                .orElseThrow();
        names.environments = new Environments() {
            @Override
            public List<Environment> after(String host, int most) {
                return all.stream().limit(most).toList();
            }

            @Override
            public Optional<Environment> find(EnvironmentHost host) {
                return all.stream().filter(it -> it.host().equals(host)).findFirst();
            }
        };
        names.models = new EnvironmentModels() {
            @Override
            public Optional<EdmModel> within(UUID tenantId, EnvironmentHost host, Duration patience) {
                return model.filter(it -> !host.value().equals(unknown));
            }
        };
        return names;
    }
}
