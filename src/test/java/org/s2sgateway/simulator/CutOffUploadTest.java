package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.s2sgateway.simulator.wire.Recorder;

/** Whoever cuts an upload off prints nothing on the terminal of somebody who tries things out. */
class CutOffUploadTest {

    private static final String COUNTED = "Content-Length: 1000000\r\n\r\n0123456789";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\nfff\r\nabc";

    @TempDir
    Path home;

    private final PrintStream terminal = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private Simulator simulator;

    @BeforeEach
    void start() throws Exception {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(home));
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        System.setErr(terminal);
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource({"accounts, false", "accounts, true", "sim_Drain, false", "sim_Drain, true"})
    void printsNothing(String path, boolean abruptly) throws Exception {
        Recorder recorder = simulator.environment("contoso").recorder();

        cutOff(path, COUNTED, abruptly);
        cutOff(path, CHUNKED, abruptly);

        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (recorder.cutOffs() < 2 && Instant.now().isBefore(end)) {
            Thread.sleep(10);
        }
        assertThat(recorder.cutOffs()).isEqualTo(2);
        assertThat(recorder.requests()).isEmpty();
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void servesTheNextOne() throws Exception {
        cutOff("accounts", COUNTED, true);

        assertThat(new DataverseClient(simulator, "contoso").json("WhoAmI").keySet())
                .contains("UserId");
    }

    private void cutOff(String path, String rest, boolean abruptly) throws IOException {
        URI root = URI.create("https://" + simulator.host("contoso"));
        try (SSLSocket socket =
                (SSLSocket) simulator.trustingTls().getSocketFactory().createSocket(root.getHost(), root.getPort())) {
            int body = rest.indexOf("\r\n\r\n") + 4;
            say(
                    socket,
                    "POST /api/data/v9.2/" + path + " HTTP/1.1\r\nHost: " + root.getAuthority()
                            + "\r\nExpect: 100-continue\r\n" + rest.substring(0, body));
            // Until it is being read: a reset takes away what has not been.
            awaitContinue(socket.getInputStream());
            say(socket, rest.substring(body));
            socket.setSoLinger(abruptly, 0);
        }
    }

    private static void say(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static void awaitContinue(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = in.read();
            assertThat(octet).isNotNegative();
            head.append((char) octet);
        }
        assertThat(head).startsWith("HTTP/1.1 100");
    }
}
