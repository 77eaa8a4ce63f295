package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.undertow.server.handlers.ResponseCodeHandler;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.RepeatedTest;
import org.s2sgateway.simulator.wire.Certificates;
import org.s2sgateway.simulator.wire.FreePort;

class ListenersTest {

    private static final SSLContext TLS = new Certificates(Instant.now()).server(List.of("localhost"));
    private static final Duration AT_ONCE = Duration.ofSeconds(20);

    @RepeatedTest(10)
    void freesThePortsItHasWhenAnotherIsTaken() throws IOException {
        try (ServerSocket other = listen(0)) {
            int free = FreePort.find();
            Listeners listeners = new Listeners(TLS);
            listeners.add(free, ResponseCodeHandler.HANDLE_404);
            listeners.add(other.getLocalPort(), ResponseCodeHandler.HANDLE_404);

            assertTimeoutPreemptively(
                    AT_ONCE, () -> assertThatThrownBy(listeners::start).isInstanceOf(BindException.class));

            listen(free).close();
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByName(Simulator.LOOPBACK));
    }
}
