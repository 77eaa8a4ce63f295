package org.s2sgateway.grants;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.s2sgateway.tenant.Environment;
import org.s2sgateway.tenant.Environments;
import org.s2sgateway.tenant.TestTenants;

class ReachTest {

    private static final UUID CONTOSO = UUID.fromString("c0a00000-0000-4000-8000-000000000001");
    private static final List<Environment> ALL = IntStream.range(0, 450)
            .mapToObj(i -> TestTenants.environment("e%03d.crm4.dynamics.com".formatted(i), CONTOSO))
            .toList();

    private final List<String> asked = new ArrayList<>();

    @Test
    void isEverythingWhereRolesDecide() {
        assertThat(reached(AccessDefault.ROLES, Optional.empty(), "", 2)).containsExactly("e000", "e001");
    }

    @Test
    void isNothingWhereAGrantIsNeeded() {
        assertThat(reached(AccessDefault.DENY, Optional.empty(), "", 2)).isEmpty();
    }

    @Test
    void isWhatTheGrantCovers() {
        Optional<Grant> grant = grant("e003.crm4.dynamics.com", "e399.crm4.dynamics.com", "e449.crm4.dynamics.com");

        assertThat(reached(AccessDefault.ROLES, grant, "", 50)).containsExactly("e003", "e399", "e449");
        assertThat(reached(AccessDefault.DENY, grant, "", 2)).containsExactly("e003", "e399");
        assertThat(reached(AccessDefault.DENY, grant, "e399.crm4.dynamics.com", 2))
                .containsExactly("e449");
        assertThat(reached(AccessDefault.DENY, grant("*"), "e100.crm4.dynamics.com", 2))
                .containsExactly("e101", "e102");
    }

    @Test
    void asksForNoMoreThanItNeeds() {
        Optional<Grant> grant = grant("e003.crm4.dynamics.com", "e399.crm4.dynamics.com");
        reached(AccessDefault.ROLES, grant, "", 1);
        assertThat(asked).containsExactly("");

        asked.clear();
        reached(AccessDefault.ROLES, grant, "", 2);
        assertThat(asked).containsExactly("", "e199.crm4.dynamics.com");

        asked.clear();
        assertThat(reached(AccessDefault.ROLES, grant, "", 3)).containsExactly("e003", "e399");
        assertThat(asked).containsExactly("", "e199.crm4.dynamics.com", "e399.crm4.dynamics.com");
    }

    private static Optional<Grant> grant(String... hosts) {
        return Optional.of(Grant.of("orders", List.of("*"), List.of(hosts), Map.of(), "none", List.of(), false, false));
    }

    private List<String> reached(AccessDefault accessDefault, Optional<Grant> grant, String after, int limit) {
        var reach = new Reach();
        reach.accessDefault = accessDefault;
        reach.grants = new GrantsInForce() {
            @Override
            public Optional<Grant> find(String consumer) {
                return grant;
            }
        };
        reach.environments = new Environments() {
            @Override
            public List<Environment> reachableAfter(String host, int most) {
                asked.add(host);
                return ALL.stream()
                        .filter(environment -> environment.host().value().compareTo(host) > 0)
                        .limit(most)
                        .toList();
            }
        };
        return reach.after("orders", after, limit).stream()
                .map(environment -> environment.host().value().substring(0, 4))
                .toList();
    }
}
