package org.s2sgateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AuditRetentionTest {

    @Test
    void waitsForThreeInTheMorning() {
        assertThat(AuditRetention.untilNight(Instant.parse("2026-11-21T02:59:00Z")))
                .hasMinutes(1);
        assertThat(AuditRetention.untilNight(Instant.parse("2026-11-21T03:00:00Z")))
                .hasHours(24);
        assertThat(AuditRetention.untilNight(Instant.parse("2026-11-21T23:30:00Z")))
                .hasMinutes(210);
    }
}
