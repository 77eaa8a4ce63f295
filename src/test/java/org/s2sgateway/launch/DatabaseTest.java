package org.s2sgateway.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {

    @Test
    void saysThatADatabaseDoesNotAnswer() {
        Map<String, String> environment = Map.of(
                "S2S_DB_URL", "jdbc:postgresql://localhost:1/s2s",
                "S2S_DB_USER", "s2s",
                "S2S_DB_PASSWORD", "geheim~1");

        assertThatThrownBy(() -> Database.mustAnswer(environment))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("S2S_DB_URL")
                .hasMessageNotContaining("geheim");
    }

    @Test
    void leavesTheEmbeddedDatabaseToTheServer() {
        assertThatCode(() -> Database.mustAnswer(Map.of())).doesNotThrowAnyException();
    }

    @Test
    void keepsTheFolderOfTheEmbeddedDatabaseToItsOwner(@TempDir Path folder) throws IOException {
        Path data = folder.resolve("data");
        Database.prepareFolder(data);
        Database.prepareFolder(data);

        assertThat(Files.getPosixFilePermissions(data)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server-config/payara-micro/pre-boot.txt",
                "server-config/payara-micro/pre-boot-loopback.txt",
                "server-config/wildfly/s2s-gateway.cli"
            })
    void theEmbeddedDatabaseWritesDownWhatItConfirmsBeforeItDoes(String file) throws IOException {
        assertThat(Files.readString(Path.of(file))).containsOnlyOnce(":jdbc:h2:file:./data/s2s;WRITE_DELAY=0}");
    }
}
