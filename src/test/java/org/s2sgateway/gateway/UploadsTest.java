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
        assertThat(entered(BUSY, 100)).isEqualTo(48);
        assertThat(uploads.enter(OTHER)).isTrue();

        uploads.leave(BUSY);
        assertThat(entered(BUSY, 100)).isEqualTo(1);
    }

    @Test
    void limitsThemAllTogether() {
        int entered = 0;
        for (int i = 0; i < 10; i++) {
            entered += entered(EnvironmentHost.parse("e" + i + ".crm4.dynamics.com"), 48);
        }
        assertThat(entered).isEqualTo(128);
        assertThat(uploads.enter(OTHER)).isFalse();

        uploads.leave(EnvironmentHost.parse("e0.crm4.dynamics.com"));
        assertThat(uploads.enter(OTHER)).isTrue();
    }

    private int entered(EnvironmentHost host, int times) {
        int entered = 0;
        for (int i = 0; i < times; i++) {
            entered += uploads.enter(host) ? 1 : 0;
        }
        return entered;
    }
}
