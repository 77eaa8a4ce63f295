package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.s2sgateway.tenant.EnvironmentHost;

class UploadsTest {

    private static final EnvironmentHost BUSY = EnvironmentHost.parse("busy.crm4.dynamics.com");
    private static final EnvironmentHost OTHER = EnvironmentHost.parse("other.crm4.dynamics.com");

    private final Uploads uploads = new Uploads();

    @Test
    void letsOneEnvironmentHaveItsShareAndNoMore() {
        assertThat(entered("a", BUSY, 100)).isEqualTo(48);
        assertThat(uploads.enter("a", OTHER)).isTrue();

        uploads.leave("a", BUSY);
        assertThat(entered("a", BUSY, 100)).isEqualTo(1);
    }

    @Test
    void letsOneConsumerHaveItsShareAndNoMore() {
        int entered = 0;
        for (int i = 0; i < 5; i++) {
            entered += entered("a", EnvironmentHost.parse("e" + i + ".crm4.dynamics.com"), 48);
        }
        assertThat(entered).isEqualTo(96);
        assertThat(uploads.enter("a", OTHER)).isFalse();
        assertThat(uploads.enter("b", OTHER)).isTrue();

        uploads.leave("a", EnvironmentHost.parse("e0.crm4.dynamics.com"));
        assertThat(entered("a", OTHER, 2)).isEqualTo(1);
    }

    @Test
    void limitsThemAllTogether() {
        int entered = 0;
        for (int i = 0; i < 10; i++) {
            entered += entered("c" + i, EnvironmentHost.parse("e" + i + ".crm4.dynamics.com"), 48);
        }
        assertThat(entered).isEqualTo(128);
        assertThat(uploads.enter("a", OTHER)).isFalse();

        uploads.leave("c0", EnvironmentHost.parse("e0.crm4.dynamics.com"));
        assertThat(uploads.enter("a", OTHER)).isTrue();
    }

    private int entered(String consumer, EnvironmentHost host, int times) {
        int entered = 0;
        for (int i = 0; i < times; i++) {
            entered += uploads.enter(consumer, host) ? 1 : 0;
        }
        return entered;
    }
}
