package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.settings.Settings;

class LimitsConfigTest {

    @Test
    void hasLimitsWithoutBeingTold() {
        assertThat(LimitsConfig.from(Settings.of(Map.of()))).contains(new LimitsConfig(120, 600));
        assertThat(LimitsConfig.from(Settings.of(
                        Map.of("s2s.limits.attempts-per-address", "1", "s2s.limits.refusals-per-consumer", "100000"))))
                .contains(new LimitsConfig(1, 100_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many"})
    void refusesWhatIsNoNumber(String text) {
        for (String key : new String[] {"s2s.limits.attempts-per-address", "s2s.limits.refusals-per-consumer"}) {
            Settings settings = Settings.of(Map.of(key, text));

            assertThat(LimitsConfig.from(settings)).isEmpty();
            assertThat(settings.faults()).extracting(Settings.Fault::key).containsExactly(key);
        }
    }
}
