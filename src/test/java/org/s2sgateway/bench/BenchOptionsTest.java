package org.s2sgateway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.s2sgateway.testing.ServerKind;

class BenchOptionsTest {

    @Test
    void measuresEverythingOnBothServersUnlessToldOtherwise() throws CannotMeasure {
        BenchOptions options = options(Map.of());

        assertThat(options.only()).containsExactly(BenchOptions.Part.values());
        assertThat(options.servers()).containsExactly(ServerKind.PAYARA, ServerKind.WILDFLY);
        assertThat(options.runs()).isEqualTo(5);
        assertThat(options.time()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.warmUp()).isEqualTo(Duration.ofSeconds(20));
        assertThat(options.megabytes()).isEqualTo(1024);
        assertThat(options.profile()).isFalse();
    }

    @Test
    void takesPartsInAnySpelling() throws CannotMeasure {
        assertThat(options(Map.of("bench.only", "links, Large")).only())
                .containsExactly(BenchOptions.Part.LARGE, BenchOptions.Part.LINKS);
    }

    @Test
    void namesWhatItCannotRead() {
        assertThatThrownBy(() -> options(Map.of("bench.only", "links,speed"))).hasMessageContaining("speed");
        assertThatThrownBy(() -> options(Map.of("bench.server", "tomcat"))).hasMessageContaining("tomcat");
        assertThatThrownBy(() -> options(Map.of("bench.runs", "0"))).hasMessageContaining("bench.runs");
        assertThatThrownBy(() -> options(Map.of("bench.seconds", "ten"))).hasMessageContaining("bench.seconds");
    }

    private static BenchOptions options(Map<String, String> given) throws CannotMeasure {
        Properties properties = new Properties();
        properties.putAll(given);
        return BenchOptions.from(properties);
    }
}
