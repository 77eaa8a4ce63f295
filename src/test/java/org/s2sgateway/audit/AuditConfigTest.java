package org.s2sgateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.settings.Settings;

class AuditConfigTest {

    private static final String KEY = "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=";
    private static final String OTHER = "b29vb29vb29vb29vb29vb29vb29vb29vb29vb29vb28=";

    @Test
    void goesOnWithoutAKeyAndKeepsEventsForGood() {
        AuditConfig config = config(Map.of());

        assertThat(config.isProtected()).isFalse();
        assertThat(config.keys().active().id()).isEqualTo("none");
        assertThat(config.retention()).isEmpty();
    }

    @Test
    void makesEventsWithTheKeyAndKnowsTheOthers() {
        AuditConfig config = config(Map.of(
                "s2s.audit.key",
                KEY,
                "s2s.audit.other-keys",
                OTHER + ", lost:0123456789abcdef",
                "s2s.audit.retention-days",
                "400"));

        assertThat(config.isProtected()).isTrue();
        assertThat(config.keys().active().id()).isEqualTo("25f65991027620d0");
        assertThat(config.keys().find(AuditKey.parse(OTHER).id())).isPresent();
        assertThat(config.keys().find("0123456789abcdef")).isEmpty();
        assertThat(config.missing(List.of("0123456789abcdef", "25f65991027620d0")))
                .isEmpty();
        assertThat(config.takesOver()).isFalse();
        assertThat(config.retention()).contains(Duration.ofDays(400));
    }

    @Test
    void takesOverWhatWasWrittenWithoutAKeyIfThatIsSaid() {
        AuditConfig first = config(Map.of("s2s.audit.key", KEY, "s2s.audit.other-keys", "none"));
        assertThat(first.missing(List.of("none"))).isEmpty();
        assertThat(first.takesOver()).isTrue();

        assertThat(config(Map.of("s2s.audit.key", KEY)).missing(List.of("none")))
                .contains(new Settings.Fault(
                        "s2s.audit.other-keys",
                        "lacks the word none: the audit, or a part of it, was written without a key"
                                + " (set it for one start, to take that over as it is)"));
        assertThat(config(Map.of()).missing(List.of("none"))).isEmpty();
    }

    @Test
    void saysWhichKeyTheAuditWasWrittenWith() {
        assertThat(config(Map.of()).missing(List.of("0123456789abcdef")))
                .contains(new Settings.Fault(
                        "s2s.audit.key",
                        "lacks the key 0123456789abcdef, with which the audit was written"
                                + " (lost:0123456789abcdef in s2s.audit.other-keys where it is gone for good)"));
        assertThat(config(Map.of("s2s.audit.key", KEY)).missing(List.of("0123456789abcdef")))
                .map(Settings.Fault::key)
                .contains("s2s.audit.other-keys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost:zz", "lost:", "lost:0123456789ABCDEF"})
    void saysWhatALostKeyIsNamedBy(String text) {
        Settings settings = Settings.of(Map.of("s2s.audit.key", KEY, "s2s.audit.other-keys", OTHER + "," + text));

        assertThat(AuditConfig.from(settings)).isEmpty();
        assertThat(settings.faults())
                .containsExactly(new Settings.Fault(
                        "s2s.audit.other-keys",
                        "takes behind lost: the id of a key, 16 digits 0-9 a-f, as events and reports name it"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "c2hvcnQ=", "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2!="})
    void refusesWhatIsNoKeyAndDoesNotRepeatIt(String text) {
        Settings settings = Settings.of(Map.of("s2s.audit.key", text));

        assertThat(AuditConfig.from(settings)).isEmpty();
        assertThat(settings.faults())
                .containsExactly(new Settings.Fault(
                        "s2s.audit.key",
                        "has to be at least 256 bits in base64, as `openssl rand -base64 32` makes them"));
        assertThat(settings.readings().toString()).doesNotContain(text);
    }

    @Test
    void refusesOtherKeysWithoutAKey() {
        Settings settings = Settings.of(Map.of("s2s.audit.other-keys", OTHER));

        assertThat(AuditConfig.from(settings)).isEmpty();
        assertThat(settings.faults())
                .containsExactly(new Settings.Fault("s2s.audit.key", "is required where s2s.audit.other-keys is set"));
        assertThat(settings.readings().toString()).doesNotContain(OTHER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "a year"})
    void refusesWhatIsNoNumberOfDays(String text) {
        Settings settings = Settings.of(Map.of("s2s.audit.retention-days", text));

        assertThat(AuditConfig.from(settings)).isEmpty();
        assertThat(settings.faults()).extracting(Settings.Fault::key).containsExactly("s2s.audit.retention-days");
    }

    private static AuditConfig config(Map<String, String> values) {
        return AuditConfig.from(Settings.of(values)).orElseThrow();
    }
}
