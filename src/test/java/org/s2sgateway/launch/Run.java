package org.s2sgateway.launch;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code ./mvnw -Prun}: the gateway on Payara Micro, configured by environment variables alone. To be started in the
 * project's folder. Ends with status 1 when there is nothing to run.
 */
public final class Run {

    /** Enough for 200 MB through the gateway; JAVA_TOOL_OPTIONS changes it. */
    private static final List<String> JVM_OPTIONS = List.of("-Xmx512m");

    private static final String PUBLIC_URL = "S2S_PUBLIC_URL";

    private Run() {}

    /** Takes the port, such as {@code 8080}. */
    public static void main(String[] arguments) {
        System.exit(run(arguments[0], System.out));
    }

    static int run(String port, PrintStream out) {
        try {
            Port free = Port.parse(port).mustBeFree();
            Database.mustAnswer(System.getenv());
            Database.prepareFolder(Path.of("data"));
            // One per port: two of them may run at once.
            Path folder = Path.of("target", "run", port);
            List<String> command = new PayaraMicro(folder, "pre-boot.txt", JVM_OPTIONS).command(free);
            ServerLog log = new ServerLog(folder.resolve("server.log"), out, ServerLog.Own.ALL);
            return serve(command, environment(System.getenv(), free), free, log, out);
        } catch (CannotStart | IOException e) {
            return refuse(e, out);
        }
    }

    /** Runs the server until it ends by itself, which it should not. */
    static int serve(List<String> command, Map<String, String> environment, Port port, ServerLog log, PrintStream out) {
        out.printf("%nS2S Gateway is starting on port %d. The server's log: %s%n%n", port.number(), log);
        try (Server server = Server.start(command, environment, port, log)) {
            server.awaitReady();
            out.printf("%nS2S Gateway is ready at %s/ and stays up until Ctrl-C.%n%n", port.url());
            server.awaitEnd();
            return 0;
        } catch (CannotStart | IOException e) {
            return refuse(e, out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /** The server does not know by which port it is reached; what is configured comes first. */
    static Map<String, String> environment(Map<String, String> given, Port port) {
        Map<String, String> environment = new HashMap<>(given);
        if (given.getOrDefault(PUBLIC_URL, "").isBlank()) {
            environment.put(PUBLIC_URL, port.url());
        }
        return environment;
    }

    static int refuse(Exception why, PrintStream out) {
        out.printf("%nS2S Gateway cannot run. %s%n%n", why.getMessage());
        return 1;
    }
}
