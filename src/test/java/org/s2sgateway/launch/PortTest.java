package org.s2sgateway.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.simulator.wire.FreePort;

class PortTest {

    @Test
    void readsANumber() throws CannotStart {
        assertThat(Port.parse("8181").url()).isEqualTo("http://localhost:8181");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "65536", "-1", "http", "99999999999", "8080 "})
    void refusesWhatIsNoPort(String text) {
        assertThatThrownBy(() -> Port.parse(text))
                .isInstanceOf(CannotStart.class)
                .hasMessage("The port must be a number from 1 to 65535, as in -Dport=8181.");
    }

    @Test
    void saysInOneLineThatAPortIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> new Port(taken.getLocalPort()).mustBeFree())
                    .isInstanceOf(CannotStart.class)
                    .hasMessage("Port " + taken.getLocalPort()
                            + " is in use. Stop the program that listens on it, or choose another port with"
                            + " -Dport=<number>.");
        }
    }

    @Test
    void isFreeWhenNobodyListens() throws IOException, CannotStart {
        Port port = free();

        assertThat(port.mustBeFree()).isEqualTo(port);
    }

    static Port free() throws IOException {
        return new Port(FreePort.find());
    }
}
