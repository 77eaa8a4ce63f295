package org.s2sgateway.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.s2sgateway.simulator.wire.FreePort;
import org.wildfly.core.launcher.StandaloneCommandBuilder;

/** The servers that the application is made for, and how each is started as its own process with the WAR. */
public enum ServerKind {
    PAYARA("Payara Micro .* ready in ") {
        @Override
        List<String> command(ServerFiles files, Path folder, int port) throws IOException {
            Path config = Path.of("server-config", "payara-micro");
            Stream<Object> java = Stream.concat(
                    Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")), files.jvmOptions().stream());
            Stream<Object> server = Stream.of(
                    "-jar",
                    files.servers().resolve("payara-micro.jar"),
                    "--nohazelcast",
                    "--port",
                    port,
                    "--rootdir",
                    folder.resolve("server"),
                    "--prebootcommandfile",
                    config.resolve("pre-boot-loopback.txt"),
                    "--logproperties",
                    logging(files, folder, config.resolve("logging.properties")),
                    "--addlibs",
                    files.servers().resolve("postgresql.jar"),
                    "--deploy",
                    files.war());
            return Stream.concat(java, server).map(Object::toString).toList();
        }

        private Path logging(ServerFiles files, Path folder, Path shipped) throws IOException {
            if (files.loggedFine().isEmpty()) {
                return shipped;
            }
            StringBuilder more = new StringBuilder(Files.readString(shipped));
            files.loggedFine()
                    .forEach(logger -> more.append('\n').append(logger).append(".level=FINE\n"));
            return Files.writeString(folder.resolve("logging.properties"), more);
        }
    },

    WILDFLY("WFLYSRV002[56]:") {
        @Override
        List<String> command(ServerFiles files, Path folder, int port) throws IOException {
            Path home = files.servers().resolve("wildfly");
            Path base = folder.resolve("server");
            copy(home.resolve("standalone").resolve("configuration"), base.resolve("configuration"));
            logFine(base.resolve("configuration").resolve("standalone-microprofile.xml"), files.loggedFine());
            Files.createDirectories(base.resolve("deployments"));
            Files.copy(
                    files.war(), base.resolve("deployments").resolve(files.war().getFileName()));
            StandaloneCommandBuilder command = StandaloneCommandBuilder.of(home)
                    .setBaseDirectory(base)
                    .setServerConfiguration("standalone-microprofile.xml")
                    .addJavaOption("-Djboss.http.port=" + port)
                    .addJavaOption("-Djboss.https.port=" + FreePort.find())
                    .addJavaOption("-Djboss.management.http.port=" + FreePort.find());
            files.jvmOptions().forEach(command::addJavaOption);
            return new ArrayList<>(command.build());
        }

        private void logFine(Path configuration, List<String> loggers) throws IOException {
            StringBuilder more = new StringBuilder();
            loggers.forEach(logger ->
                    more.append("<logger category=\"").append(logger).append("\"><level name=\"FINE\"/></logger>"));
            String shipped = Files.readString(configuration);
            Files.writeString(configuration, shipped.replace("<root-logger>", more + "<root-logger>"));
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
    abstract List<String> command(ServerFiles files, Path folder, int port) throws IOException;

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
