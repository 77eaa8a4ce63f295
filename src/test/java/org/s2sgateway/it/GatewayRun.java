package org.s2sgateway.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.testing.Keycloak;
import org.s2sgateway.testing.ServerFiles;
import org.s2sgateway.testing.ServerKind;
import org.s2sgateway.testing.ServerProcess;

/**
 * What the integration tests of one process share: a server with the gateway, as its environment configures it, and what
 * that talks to. The first test that asks starts them. They end with the process, which then writes down every secret
 * that was used and leaves no other process behind. Thread-safe.
 */
final class GatewayRun {

    private static volatile @Nullable GatewayRun run;
    private static @Nullable RuntimeException failure;

    private final Path folder = Path.of(property("it.folder"));
    private final Surroundings surroundings;
    private final ServerProcess server;
    private final RunningGateway gateway;

    private GatewayRun() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        surroundings = Surroundings.start(folder, System.getenv());
        URI address = URI.create(System.getenv("S2S_PUBLIC_URL"));
        server = ServerProcess.start(
                ServerKind.ofThisRun(),
                ServerFiles.ofThisRun(),
                folder.resolve("gateway"),
                address.getPort(),
                itself -> variables());
        gateway = new RunningGateway(address, surroundings.simulator());
        HttpResponse<String> health = gateway.get("/api/health/ready");
        if (health.statusCode() != 200) {
            throw new IllegalStateException("the gateway is not ready, see the logs in " + folder + ": "
                    + health.statusCode() + " " + health.body());
        }
    }

    /** The gateway of this process. */
    static synchronized RunningGateway gateway() {
        GatewayRun started = run;
        if (started == null) {
            started = start();
            run = started;
        }
        return started.gateway;
    }

    // What went wrong once is told to everybody: a second attempt would meet what the first one has left.
    private static GatewayRun start() {
        if (failure != null) {
            throw failure;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(GatewayRun::end));
        try {
            return new GatewayRun();
        } catch (IOException failed) {
            failure = new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            failure = new IllegalStateException(interrupted);
        } catch (RuntimeException failed) {
            failure = failed;
        }
        throw failure;
    }

    /** What the environment of this process tells its gateway; for one with a database of its own, without that. */
    static Map<String, String> variablesWithoutDatabase() {
        Map<String, String> variables = variables();
        variables.keySet().removeIf(name -> name.startsWith("S2S_DB_"));
        return variables;
    }

    private static Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.keySet().removeIf(name -> !name.startsWith("S2S_"));
        return variables;
    }

    // What it says at its end is searched for secrets, too.
    private void close() {
        server.close();
        Set<String> secrets = new TreeSet<>(surroundings.spokenSecrets());
        secrets.addAll(Keycloak.spokenSecrets());
        try {
            Files.write(folder.resolve("secrets.ledger"), secrets);
            surroundings.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    // Also when the tests are interrupted, or a server fails to start.
    private static void end() {
        GatewayRun started = run;
        if (started != null) {
            started.close();
        }
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set: integration tests run in ./mvnw verify");
        }
        return value;
    }
}
