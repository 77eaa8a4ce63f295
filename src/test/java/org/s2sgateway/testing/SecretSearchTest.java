package org.s2sgateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretSearchTest {

    @TempDir
    Path folder;

    SecretSearch search;

    @BeforeEach
    void search() {
        search = new SecretSearch(folder);
    }

    @Test
    void findsASecretInEveryKindOfLog() throws IOException {
        write("server.log", "harmless\nsecret is s3cret~1!\n");
        write("deep/server.log.1", "s3cret~1");
        write("reports/XIT-output.txt", "\n\ns3cret~1");
        write("reports/XIT.txt", "s3cret~1");

        assertThat(search.find(List.of("s3cret~1")))
                .containsExactlyInAnyOrder("server.log:2", "deep/server.log.1:1", "reports/XIT-output.txt:3");
    }

    @Test
    void findsASecretInAForm() throws IOException {
        write("server.log", "client_secret=s3cret%7E1&scope=x");

        assertThat(search.find(List.of("s3cret~1"))).containsExactly("server.log:1");
    }

    @Test
    void findsATokenByItsClaimsOrItsSignature() throws IOException {
        write("server.log", "eyJhbGciOiJSUzI1NiJ9\neyJzdWIiOiJ4In0abc\nc2lnbmF0dXJlc2ln");

        assertThat(search.find(List.of("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0abc.c2lnbmF0dXJlc2ln")))
                .containsExactly("server.log:2", "server.log:3");
    }

    @Test
    void findsNothingInACleanLog() throws IOException {
        write("server.log", "all is well");

        assertThat(search.find(List.of("s3cret~1"))).isEmpty();
        assertThat(search.logs()).containsExactly(folder.resolve("server.log"));
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
