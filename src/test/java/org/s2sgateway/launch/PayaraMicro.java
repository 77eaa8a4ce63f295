package org.s2sgateway.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Payara Micro with the gateway's WAR, as a command line.
 *
 * @param folder where it keeps its files; emptied first
 * @param preBoot name of its file of commands in {@code server-config/payara-micro}
 * @param jvmOptions as {@code -Xmx512m}
 */
record PayaraMicro(Path folder, String preBoot, List<String> jvmOptions) {

    private static final Path TARGET = Path.of("target");
    private static final Path CONFIG = Path.of("server-config", "payara-micro");

    /** The command, for the project's folder as the working directory. */
    List<String> command(Port port) throws IOException {
        clear(folder);
        Files.createDirectories(folder);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The names of the levels are read by ServerLog.
        command.add("-Duser.language=en");
        command.addAll(jvmOptions);
        command.add("-javaagent:" + Leash.write(folder));
        command.add("-jar");
        command.add(TARGET.resolve("servers/payara-micro.jar").toString());
        option(command, "--port", port.number());
        // No cluster port; --nocluster would still open one.
        command.add("--nohazelcast");
        command.add("--disablephonehome");
        option(command, "--rootdir", folder.resolve("server"));
        option(command, "--prebootcommandfile", CONFIG.resolve(preBoot));
        option(command, "--logproperties", CONFIG.resolve("logging.properties"));
        option(command, "--addlibs", TARGET.resolve("servers/postgresql.jar"));
        option(command, "--contextroot", "/");
        option(command, "--deploy", TARGET.resolve("s2s-gateway.war"));
        return List.copyOf(command);
    }

    private static void clear(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void option(List<String> command, String name, Object value) {
        command.add(name);
        command.add(value.toString());
    }
}
