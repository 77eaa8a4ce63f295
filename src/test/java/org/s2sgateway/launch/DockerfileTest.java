package org.s2sgateway.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads the image's description where no engine is there to build it, and holds it against what the launcher runs. */
class DockerfileTest {

    private static final Path CONFIG = Path.of("server-config", "payara-micro");

    @TempDir
    Path folder;

    private String dockerfile;

    @BeforeEach
    void read() throws IOException {
        // Continued lines as one.
        dockerfile = Files.readString(Path.of("Dockerfile")).replaceAll("\\\\\n\\s*", "");
    }

    @Test
    void runsTheVersionOfTheBuild() throws IOException {
        assertThat(first("^FROM payara/micro:(\\S+)-jdk17$", dockerfile))
                .isEqualTo(first("<payara\\.version>(.*)</payara\\.version>", Files.readString(Path.of("pom.xml"))));
    }

    @Test
    void copiesWhatTheBuildMakesAndTheRepositoryHas() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));

        assertThat(sources())
                .containsExactly(
                        "server-config/payara-micro/pre-boot.txt",
                        "server-config/payara-micro/logging.properties",
                        "target/servers/postgresql.jar",
                        "target/s2s-gateway.war");
        assertThat(CONFIG.resolve("pre-boot.txt")).isRegularFile();
        assertThat(CONFIG.resolve("logging.properties")).isRegularFile();
        assertThat(pom)
                .contains(
                        "<outputDirectory>${project.build.directory}/servers</outputDirectory>",
                        "<destFileName>postgresql.jar</destFileName>",
                        "<finalName>s2s-gateway</finalName>",
                        "<packaging>war</packaging>");
    }

    @Test
    void sendsNothingElseToTheEngine() throws IOException {
        List<String> lines = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();

        assertThat(lines.get(0)).isEqualTo("*");
        assertThat(lines.subList(1, lines.size()))
                .containsExactlyInAnyOrderElementsOf(
                        sources().stream().map(source -> "!" + source).toList());
    }

    @Test
    void startsTheServerAsTheLauncherDoes() throws IOException {
        List<String> launcher = new PayaraMicro(folder, "pre-boot.txt", List.of()).command(new Port(8080));
        List<String> options = launcher.subList(launcher.indexOf("--port"), launcher.size()).stream()
                // The launcher's own place for the server's files.
                .filter(option -> !option.equals("--rootdir") && !option.startsWith(folder.toString()))
                .map(DockerfileTest::fileName)
                .toList();

        assertThat(matches("\"([^\"]*)\"", first("^CMD \\[(.*)\\]$", dockerfile))
                        .map(DockerfileTest::fileName))
                .containsExactlyElementsOf(options);
    }

    @Test
    void isNotRootAndChecksItsHealth() {
        assertThat(first("^USER (\\S+)$", dockerfile)).isEqualTo("1000");
        assertThat(first("^HEALTHCHECK (.*)$", dockerfile)).contains("/api/health/ready", "8080");
    }

    @Test
    void bothFilesOfCommandsAreTheSameButForTheAddress() throws IOException {
        List<String> loopback = commands("pre-boot-loopback.txt");

        assertThat(loopback.get(0))
                .isEqualTo("set configs.config.server-config.network-config.network-listeners.network-listener"
                        + ".http-listener.address=127.0.0.1");
        assertThat(loopback.subList(1, loopback.size())).isEqualTo(commands("pre-boot.txt"));
    }

    private static List<String> commands(String file) throws IOException {
        return Files.readAllLines(CONFIG.resolve(file)).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    private List<String> sources() {
        return matches("(?m)^COPY --chown=\\S+ (.*) \\S+$", dockerfile)
                .flatMap(names -> Arrays.stream(names.split(" ")))
                .toList();
    }

    private static String fileName(String option) {
        return option.equals("/") ? option : Path.of(option).getFileName().toString();
    }

    private static String first(String pattern, String text) {
        return matches("(?m)" + pattern, text).findFirst().orElseThrow();
    }

    private static Stream<String> matches(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1));
    }
}
