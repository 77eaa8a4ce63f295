package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {

    @TempDir
    Path home;

    @Test
    void saysWhichPortIsTaken() throws IOException {
        try (ServerSocket other = listen(0)) {
            int port = other.getLocalPort();

            assertThatThrownBy(() -> Simulator.start(new SimulatorOptions(port, 0, home, Clock.systemUTC())))
                    .isInstanceOf(PortTaken.class)
                    .hasMessageContaining("Port " + port + " for the identity side is taken");
            assertThat(home.resolve("ca.pem")).doesNotExist();
        }
    }

    @Test
    void stepsOverPortsThatAreTaken() throws IOException {
        for (int port = 20_000; ; port += 10) {
            try (ServerSocket other = listen(port + 1)) {
                Ports ports = Ports.of(new SimulatorOptions(port + 2, port, home, Clock.systemUTC()), 3);

                assertThat(ports.identity()).isEqualTo(port + 2);
                assertThat(ports.environments())
                        .hasSize(3)
                        .startsWith(port)
                        .doesNotContain(other.getLocalPort(), port + 2);
                return;
            } catch (IOException taken) {
                // Another program has one of these: try the next ones.
                assertThat(port).isLessThan(30_000);
            }
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
    }
}
