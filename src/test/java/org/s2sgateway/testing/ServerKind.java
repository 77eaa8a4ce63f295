package org.s2sgateway.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.wildfly.core.launcher.StandaloneCommandBuilder;

/** The servers that the application is made for, and how each is started as its own process with the WAR. */
public enum ServerKind {
    PAYARA("Payara Micro .* ready in ") {
        @Override
        List<String> command(Path servers, Path war, Path folder, int port) throws IOException {
            Path config = Path.of("server-config", "payara-micro");
            return Stream.of(
                            Path.of(System.getProperty("java.home"), "bin", "java"),
                            "-Xmx512m",
                            "-jar",
                            servers.resolve("payara-micro.jar"),
                            "--nohazelcast",
                            "--port",
                            port,
                            "--rootdir",
                            folder.resolve("server"),
                            "--prebootcommandfile",
                            config.resolve("pre-boot-loopback.txt"),
                            "--logproperties",
                            config.resolve("logging.properties"),
                            "--addlibs",
                            servers.resolve("postgresql.jar"),
                            "--deploy",
                            war)
                    .map(Object::toString)
                    .toList();
        }
    },

    WILDFLY("WFLYSRV002[56]:") {
        @Override
        List<String> command(Path servers, Path war, Path folder, int port) throws IOException {
            Path home = servers.resolve("wildfly");
            Path base = folder.resolve("server");
            copy(home.resolve("standalone").resolve("configuration"), base.resolve("configuration"));
            Files.createDirectories(base.resolve("deployments"));
            Files.copy(war, base.resolve("deployments").resolve(war.getFileName()));
            StandaloneCommandBuilder command = StandaloneCommandBuilder.of(home)
                    .setBaseDirectory(base)
                    .setServerConfiguration("standalone-microprofile.xml")
                    .addJavaOption("-Xmx512m")
                    .addJavaOption("-Djboss.http.port=" + port)
                    .addJavaOption("-Djboss.https.port=" + FreePort.find())
                    .addJavaOption("-Djboss.management.http.port=" + FreePort.find());
            return new ArrayList<>(command.build());
        }
    };

    private final String started;

    ServerKind(String started) {
        this.started = started;
    }

    /** The server of this run of the integration tests. */
    public static ServerKind ofThisRun() {
        return valueOf(System.getProperty("arquillian.launch").toUpperCase(Locale.ROOT));
    }

    /** The line of its log, as a regular expression, after which the WAR is deployed, or has failed to be. */
    String started() {
        return started;
    }

    /** What starts it, on the loopback interface, with everything that it writes below the folder. */
    abstract List<String> command(Path servers, Path war, Path folder, int port) throws IOException;

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
