package org.s2sgateway.grants;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GrantsInForceTest {

    private final List<String> asked = new ArrayList<>();
    private Optional<Grant> stored = Optional.empty();
    private final GrantsInForce grants = grants();

    @Test
    void asksOnceForManyCallsOfAConsumer() {
        assertThat(grants.find("orders")).isEmpty();
        assertThat(grants.find("orders")).isEmpty();
        assertThat(grants.find("others")).isEmpty();

        assertThat(asked).containsExactly("orders", "others");
    }

    @Test
    void knowsAChangeOfThisNodeAtOnce() {
        grants.find("orders");
        stored = Optional.of(Grant.of("orders", List.of("*"), List.of("*"), Map.of(), "none", List.of(), false, false));
        assertThat(grants.find("orders")).isEmpty();

        grants.changed(new GrantChange());

        assertThat(grants.find("orders")).isEqualTo(stored);
    }

    private GrantsInForce grants() {
        var inForce = new GrantsInForce();
        inForce.grants = new Grants() {
            @Override
            public Optional<Grant> find(String consumer) {
                asked.add(consumer);
                return stored;
            }
        };
        return inForce;
    }
}
