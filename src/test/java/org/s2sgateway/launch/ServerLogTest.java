package org.s2sgateway.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {

    private static final String OUTPUT =
            """
            a line before the log is set up
            2026-11-21T03:11:09.287+0000 INFO    [org.glassfish.ha.Something] started
            2026-11-21T03:11:10.000+0000 INFO    [org.s2sgateway.start.Opening] s2s.registration.mode = single-tenant
            {
            2026-11-21T03:11:11.000+0000 WARNING [jakarta.enterprise.web] a session was lost
            2026-11-21T03:11:12.000+0000 SEVERE  [org.s2sgateway.problem.Mapper] Unexpected, error id 17
            java.lang.IllegalStateException: broken
            	at org.s2sgateway.Foo.bar(Foo.java:1)
            Caused by: java.io.IOException: broken, too
            	... 12 more
            """;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("server.log");
    }

    @Test
    void keepsAllOfItInTheFile() throws IOException {
        drain(OUTPUT, ServerLog.Own.WARNINGS);

        assertThat(file).hasContent(OUTPUT);
    }

    @Test
    void showsOurOwnLinesAndAllWarningsWithoutStackTraces() throws IOException {
        drain(OUTPUT, ServerLog.Own.ALL);

        assertThat(shown())
                .isEqualToNormalizingNewlines(
                        """
                        03:11:10 INFO    s2s.registration.mode = single-tenant
                                         {
                        03:11:11 WARNING [jakarta.enterprise.web] a session was lost
                        03:11:12 SEVERE  Unexpected, error id 17
                                         java.lang.IllegalStateException: broken
                        """);
    }

    @Test
    void canShowWarningsOnly() throws IOException {
        drain(OUTPUT, ServerLog.Own.WARNINGS);

        assertThat(shown()).doesNotContain("single-tenant", "{").contains("a session was lost", "error id 17");
    }

    @Test
    void noticesThatTheServerIsUp() throws IOException {
        assertThat(drain(OUTPUT, ServerLog.Own.ALL).serverIsUp()).isFalse();
        assertThat(drain(
                                "2026-11-21T03:11:23.070+0000 INFO    [PayaraMicro] Payara Micro 6.2025.10 (build 42)"
                                        + " ready in 6,929 (ms)\n",
                                ServerLog.Own.ALL)
                        .serverIsUp())
                .isTrue();
    }

    private ServerLog drain(String output, ServerLog.Own own) throws IOException {
        ServerLog log = new ServerLog(file, new PrintStream(console, true, StandardCharsets.UTF_8), own);
        log.drain(new ByteArrayInputStream(output.getBytes(StandardCharsets.UTF_8)));
        assertThat(Files.exists(file)).isTrue();
        return log;
    }

    private String shown() {
        return console.toString(StandardCharsets.UTF_8);
    }
}
