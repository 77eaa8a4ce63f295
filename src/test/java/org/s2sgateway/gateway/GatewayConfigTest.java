package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.settings.Settings;

class GatewayConfigTest {

    @Test
    void takesBatchesOf100MebibytesUnlessConfigured() {
        assertThat(GatewayConfig.from(Settings.of(Map.of()))).contains(new GatewayConfig(104_857_600));
        assertThat(GatewayConfig.from(Settings.of(Map.of("s2s.gateway.batch-max-bytes", "1000"))))
                .contains(new GatewayConfig(1000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1M", "many"})
    void namesTheKeyOfAnythingElse(String configured) {
        Settings settings = Settings.of(Map.of("s2s.gateway.batch-max-bytes", configured));

        assertThat(GatewayConfig.from(settings)).isEmpty();
        assertThat(settings.faults()).extracting(Settings.Fault::key).containsExactly("s2s.gateway.batch-max-bytes");
    }
}
