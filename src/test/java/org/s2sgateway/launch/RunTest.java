package org.s2sgateway.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunTest {

    private static final String MISCONFIGURED =
            "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"configuration\",\"status\":\"DOWN\","
                    + "\"data\":{\"s2s.registration.client-id\":\"is required\"}}]}";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(console, true, StandardCharsets.UTF_8);

    @Test
    void endsWithStatus1AndTheWrongKeys() throws IOException {
        Port port = PortTest.free();

        assertThat(serve(port, FakeServer.command(port, 503, MISCONFIGURED))).isEqualTo(1);

        assertThat(console()).contains("s2s.registration.client-id  is required", "S2S_REGISTRATION_CLIENT_ID");
    }

    @Test
    void endsWithStatus1WhenTheServerEndsByItself() throws IOException {
        Port port = PortTest.free();

        assertThat(serve(port, FakeServer.command(port, 0, ""))).isEqualTo(1);

        assertThat(console()).contains("The server ended with status 3. Its log: " + folder.resolve("server.log"));
    }

    @Test
    void endsWithStatus1WhenTheApplicationCannotBeDeployed() throws IOException {
        Port port = PortTest.free();
        String line = "2026-11-21T03:11:23.070+0000 INFO    [PayaraMicro] Payara Micro 6.2025.10 (build 42)"
                + " ready in 6,929 (ms)";

        assertThat(serve(port, FakeServer.command(port, 404, "<html>Not Found</html>", line)))
                .isEqualTo(1);

        assertThat(console()).contains("The server could not start the application.");
    }

    @Test
    void endsWithStatus1WhenThePortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThat(Run.run(Integer.toString(taken.getLocalPort()), out)).isEqualTo(1);
        }

        assertThat(console()).contains("is in use");
    }

    @Test
    void refusesAPortThatIsNone() {
        assertThat(Run.run("eighty", out)).isEqualTo(1);

        assertThat(console()).contains("-Dport=8181");
    }

    @Test
    void saysWhenItIsReadyAndTakesTheServerWithIt() throws Exception {
        Port port = PortTest.free();
        Process parent = launcher(port);

        awaitLine(parent, "S2S Gateway is ready at http://localhost:" + port.number() + "/");
        ProcessHandle child = parent.children().findFirst().orElseThrow();
        parent.toHandle().destroy();

        assertThat(parent.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(child.onExit().get(30, TimeUnit.SECONDS).isAlive()).isFalse();
    }

    @Test
    void theServerEndsEvenWhenTheLauncherIsKilled() throws Exception {
        Port port = PortTest.free();
        Process parent = launcher(port);

        awaitLine(parent, "S2S Gateway is ready");
        ProcessHandle child = parent.children().findFirst().orElseThrow();
        parent.destroyForcibly();

        assertThat(child.onExit().get(30, TimeUnit.SECONDS).isAlive()).isFalse();
    }

    @Test
    void tellsTheGatewayItsAddressUnlessThatIsConfigured() {
        Port port = new Port(8181);

        assertThat(Run.environment(Map.of("A", "b"), port))
                .containsOnly(Map.entry("A", "b"), Map.entry("S2S_PUBLIC_URL", "http://localhost:8181"));
        assertThat(Run.environment(Map.of("S2S_PUBLIC_URL", " "), port))
                .containsEntry("S2S_PUBLIC_URL", "http://localhost:8181");
        assertThat(Run.environment(Map.of("S2S_PUBLIC_URL", "https://gateway.example.com"), port))
                .containsEntry("S2S_PUBLIC_URL", "https://gateway.example.com");
    }

    /** Starts a launcher in a JVM of its own, as Maven would be. */
    private Process launcher(Port port) throws IOException {
        return new ProcessBuilder(
                        FakeServer.java(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Launcher.class.getName(),
                        Integer.toString(port.number()),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
    }

    /** What {@link Run} does, with a fake server on a leash. */
    static final class Launcher {

        private Launcher() {}

        public static void main(String[] arguments) throws IOException {
            Port port = new Port(Integer.parseInt(arguments[0]));
            Path folder = Path.of(arguments[1]);
            List<String> command = new ArrayList<>(FakeServer.command(port, 200, "{\"status\":\"UP\"}"));
            command.add(1, "-javaagent:" + Leash.write(folder));
            ServerLog log = new ServerLog(folder.resolve("server.log"), System.out, ServerLog.Own.ALL);
            System.exit(Run.serve(command, System.getenv(), port, log, System.out));
        }
    }

    private int serve(Port port, List<String> command) {
        ServerLog log = new ServerLog(folder.resolve("server.log"), out, ServerLog.Own.ALL);
        return Run.serve(command, System.getenv(), port, log, out);
    }

    private static void awaitLine(Process process, String expected) throws IOException {
        InputStream output = process.getInputStream();
        StringBuilder read = new StringBuilder();
        while (read.indexOf(expected) < 0) {
            int next = output.read();
            assertThat(next).as(read.toString()).isGreaterThanOrEqualTo(0);
            read.append((char) next);
        }
    }

    private String console() {
        return console.toString(StandardCharsets.UTF_8);
    }
}
