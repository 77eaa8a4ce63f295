package org.s2sgateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void takesBlankForAbsent() {
        Settings settings = Settings.of(Map.of("a", "  "));

        assertThat(settings.find("a", String::valueOf)).isEmpty();
        assertThat(settings.has("a")).isFalse();
        assertThat(settings.faults()).isEmpty();
    }

    @Test
    void collectsEveryFaultInsteadOfStoppingAtTheFirst() {
        Settings settings = Settings.of(Map.of("number", "many"));

        settings.find("number", Integer::valueOf);
        settings.require("missing", String::valueOf);

        assertThat(settings.faults())
                .containsExactly(
                        new Settings.Fault("number", "has to be a number"),
                        new Settings.Fault("missing", "is required"));
        assertThat(settings.hasFaultIn("num")).isTrue();
        assertThat(settings.hasFaultIn("other")).isFalse();
    }

    @Test
    void splitsAListAndDropsEmptyElements() {
        assertThat(Settings.of(Map.of("list", " a , ,b,")).list("list", String::valueOf))
                .containsExactly("a", "b");
    }

    @Test
    void reportsDefaultsAndHidesSecrets() {
        Settings settings = Settings.of(Map.of("password", "hunter2", "set", "x"));

        settings.secret("password");
        settings.find("set", String::valueOf);
        settings.find("unset", "fallback", String::valueOf);

        assertThat(settings.readings())
                .containsExactly(
                        new Settings.Reading("password", "***", false),
                        new Settings.Reading("set", "x", false),
                        new Settings.Reading("unset", "fallback", true));
    }

    @Test
    void neverShowsAValueThatIsNotValid() {
        Settings settings = Settings.of(Map.of("parsed", "misplaced-1", "judged", "misplaced-2"));

        settings.find("parsed", Integer::valueOf);
        settings.find("judged", text -> text);
        settings.fault("judged", "names a file that does not exist");

        assertThat(settings.readings())
                .containsExactly(
                        new Settings.Reading("parsed", "(not valid)", false),
                        new Settings.Reading("judged", "(not valid)", false));
    }
}
