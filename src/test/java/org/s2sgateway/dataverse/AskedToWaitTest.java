package org.s2sgateway.dataverse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AskedToWaitTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | 7",
                "0 | 0",
                "-7 | 0",
                "3, 9, 5 | 9",
                "3,-1 | 3",
                "3600 | 3600",
                "3601 | 3600",
                "999999999999999999999999 | 3600",
                "Sat, 21 Nov 2026 10:00:30 GMT | 30",
                "Sat, 21 Nov 2026 09:00:00 GMT | 0",
                "Sat, 21 Nov 2026 10:00:30 GMT, 5 | 30",
                "5, Sat, 21 Nov 2026 10:00:30 GMT | 30"
            })
    void readsEveryWayToAsk(String value, long seconds) {
        assertThat(AskedToWait.of(List.of(value), NOW)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"soon", "1.5", "-", "'' ", "','", "5 s"})
    void takesWhatCannotBeReadForNothing(String value) {
        assertThat(AskedToWait.of(List.of(value), NOW)).isEmpty();
    }

    @Test
    void takesTheLongestOfSeveralHeaders() {
        assertThat(AskedToWait.of(List.of("2", "8"), NOW)).contains(Duration.ofSeconds(8));
        assertThat(AskedToWait.of(List.of(), NOW)).isEmpty();
    }
}
