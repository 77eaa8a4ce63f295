package org.s2sgateway.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.settings.Settings;

class OnboardingConfigTest {

    @Test
    void isOpenAndKnowsNeitherRoleNorSolutionByDefault() {
        OnboardingConfig config = read(Map.of());

        assertThat(config.open()).isTrue();
        assertThat(config.securityRole()).isEmpty();
        assertThat(config.solutionFile()).isEmpty();
    }

    @Test
    void readsWhatIsConfigured(@TempDir Path folder) throws IOException {
        Path solution = Files.createFile(folder.resolve("solution.zip"));

        OnboardingConfig config = read(Map.of(
                "s2s.onboarding.open", "false",
                "s2s.onboarding.security-role", "S2S Gateway Access",
                "s2s.onboarding.solution-file", solution.toString()));

        assertThat(config.open()).isFalse();
        assertThat(config.securityRole()).contains("S2S Gateway Access");
        assertThat(config.solutionFile()).contains(solution);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "True", "0"})
    void takesNothingButTrueAndFalse(String open) {
        assertThat(fault("s2s.onboarding.open", open)).contains("s2s.onboarding.open", "has to be true or false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"System Administrator", "system administrator", "SYSTEM ADMINISTRATOR"})
    void neverTakesSystemAdministrator(String role) {
        assertThat(fault("s2s.onboarding.security-role", role))
                .contains("s2s.onboarding.security-role", "System Administrator is never assigned");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere/solution.zip", "solution\0.zip"})
    void takesNoSolutionThatCannotBeRead(String file) {
        assertThat(fault("s2s.onboarding.solution-file", file))
                .contains("s2s.onboarding.solution-file")
                .doesNotContain("solution.zip");
    }

    private static OnboardingConfig read(Map<String, String> keys) {
        Settings settings = Settings.of(keys);
        OnboardingConfig config = OnboardingConfig.from(settings).orElseThrow();
        assertThat(settings.faults()).isEmpty();
        return config;
    }

    private static String fault(String key, String value) {
        Settings settings = Settings.of(Map.of(key, value));
        assertThat(OnboardingConfig.from(settings)).isEmpty();
        return settings.faults().toString();
    }
}
