package org.s2sgateway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WrkTest {

    @Test
    void countsOnlyWhatWasAnsweredAsWanted() throws CannotMeasure {
        Tally tally = Wrk.tally(
                """
                Running 2s test @ http://localhost:8080
                  64 connections
                RESULT requests=3000 micros=2000000 status=1000 broken=7
                """);

        assertThat(tally.perSecond()).isEqualTo(1000.0);
        assertThat(tally.failures()).isEqualTo("1000 refused, 7 broken");
    }

    @Test
    void hasNothingToSayOfFailuresWhereThereWereNone() throws CannotMeasure {
        assertThat(Wrk.tally("RESULT requests=1 micros=1000000 status=0 broken=0")
                        .failures())
                .isEmpty();
    }

    @Test
    void refusesAnOutputWithoutResult() {
        assertThatThrownBy(() -> Wrk.tally("unable to connect to localhost:8080 Connection refused"))
                .isInstanceOf(CannotMeasure.class)
                .hasMessageContaining("unable to connect");
    }

    @Test
    void quotesWhatGoesIntoTheScript() {
        Target target = new Target(
                "gateway",
                URI.create("http://localhost:8080"),
                List.of("/a", "/b"),
                Map.of("Prefer", "odata.include-annotations=\"*\""),
                Optional.empty());

        assertThat(Wrk.script(target))
                .contains("wrk.headers[\"Prefer\"] = \"odata.include-annotations=\\\"*\\\"\"")
                .contains("wrk.format(\"GET\", \"/a\")", "wrk.format(\"GET\", \"/b\")");
    }
}
