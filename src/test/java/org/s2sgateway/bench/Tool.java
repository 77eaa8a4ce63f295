package org.s2sgateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program of the operating system: the installed one or, on Debian and its like, one that is unpacked into a folder of
 * the build. Nothing is ever installed.
 */
record Tool(Path program, Path libraries) {

    private static final int SECONDS_TO_FETCH = 60;
    private static final List<Path> FOLDERS = Stream.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin")
            .map(Path::of)
            .toList();

    /** Empty where there is none, and none to be had. */
    static Optional<Tool> find(String name, Path folder, String... packages) throws InterruptedException {
        Path unpacked = folder.resolve("tools");
        Optional<Tool> known = in(FOLDERS, name, unpacked).or(() -> unpacked(name, unpacked));
        return known.isPresent() || !unpack(unpacked, packages) ? known : unpacked(name, unpacked);
    }

    /** The command with its arguments. */
    ProcessBuilder command(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LD_LIBRARY_PATH", libraries.toString());
        return builder;
    }

    private static Optional<Tool> unpacked(String name, Path folder) {
        return in(List.of(folder.resolve("usr/bin"), folder.resolve("usr/sbin")), name, folder);
    }

    private static Optional<Tool> in(List<Path> folders, String name, Path unpacked) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> new Tool(program.toAbsolutePath(), libraries(unpacked)));
    }

    // Debian keeps libraries of each architecture in a folder of its own, usr/lib/x86_64-linux-gnu.
    private static Path libraries(Path unpacked) {
        try (Stream<Path> folders = Files.list(unpacked.resolve("usr/lib"))) {
            return folders.filter(it -> it.toString().endsWith("-linux-gnu"))
                    .findFirst()
                    .orElse(unpacked)
                    .toAbsolutePath();
        } catch (IOException none) {
            return unpacked.toAbsolutePath();
        }
    }

    private static boolean unpack(Path folder, String... packages) throws InterruptedException {
        try {
            Files.createDirectories(folder);
            List<String> download = new ArrayList<>(List.of("apt-get", "-q", "download"));
            download.addAll(List.of(packages));
            if (!succeeds(folder, download)) {
                return false;
            }
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file :
                        files.filter(it -> it.toString().endsWith(".deb")).toList()) {
                    if (!succeeds(
                            folder, List.of("dpkg", "-x", file.getFileName().toString(), "."))) {
                        return false;
                    }
                }
            }
            return true;
        } catch (IOException noDebian) {
            return false;
        }
    }

    private static boolean succeeds(Path folder, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("fetched.log").toFile()))
                .start();
        if (!process.waitFor(SECONDS_TO_FETCH, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }
}
