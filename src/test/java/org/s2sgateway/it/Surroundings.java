package org.s2sgateway.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the gateway talks to in a run, at the addresses that its environment names. */
final class Surroundings implements AutoCloseable {

    private final Set<String> configuredSecrets;
    private final Optional<EmbeddedPostgres> database;

    private Surroundings(Set<String> configuredSecrets, Optional<EmbeddedPostgres> database) {
        this.configuredSecrets = configuredSecrets;
        this.database = database;
    }

    static Surroundings start(Path folder, Map<String, String> environment) throws IOException {
        return new Surroundings(
                Set.of(environment.get("S2S_REGISTRATION_CLIENT_SECRET"), environment.get("S2S_DB_PASSWORD")),
                database(folder, environment.get("S2S_DB_URL")));
    }

    /** Every secret and token that was used so far. */
    Set<String> spokenSecrets() {
        return configuredSecrets;
    }

    @Override
    public void close() throws IOException {
        if (database.isPresent()) {
            database.get().close();
        }
    }

    // H2 runs inside the server; a PostgreSQL is a process that has to be there. It asks for no password.
    private static Optional<EmbeddedPostgres> database(Path folder, String jdbcUrl) throws IOException {
        if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
            return Optional.empty();
        }
        return Optional.of(EmbeddedPostgres.builder()
                .setPort(URI.create(jdbcUrl.substring("jdbc:".length())).getPort())
                .setOverrideWorkingDirectory(folder.resolve("database").toFile())
                .setDataDirectory(folder.resolve("database").resolve("data"))
                .start());
    }
}
