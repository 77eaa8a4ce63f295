package org.s2sgateway.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.s2sgateway.simulator.Simulator;
import org.s2sgateway.simulator.SimulatorOptions;

/** What the gateway talks to in a run, at the addresses that its environment names. */
final class Surroundings implements AutoCloseable {

    private final Set<String> configuredSecrets;
    private final Simulator simulator;
    private final Optional<EmbeddedPostgres> database;

    private Surroundings(Set<String> configuredSecrets, Simulator simulator, Optional<EmbeddedPostgres> database) {
        this.configuredSecrets = configuredSecrets;
        this.simulator = simulator;
        this.database = database;
    }

    static Surroundings start(Path folder, Map<String, String> environment) throws IOException {
        return new Surroundings(
                Set.of(
                        environment.get("S2S_REGISTRATION_CLIENT_SECRET"),
                        environment.get("S2S_DB_PASSWORD"),
                        environment.get("S2S_AUDIT_KEY")),
                simulator(folder, environment),
                database(folder, environment.get("S2S_DB_URL")));
    }

    Simulator simulator() {
        return simulator;
    }

    /** Every secret and token that was used so far. */
    Set<String> spokenSecrets() {
        Set<String> secrets = new HashSet<>(simulator.spokenSecrets());
        secrets.addAll(configuredSecrets);
        return secrets;
    }

    @Override
    public void close() throws IOException {
        simulator.close();
        if (database.isPresent()) {
            database.get().close();
        }
    }

    private static Simulator simulator(Path folder, Map<String, String> environment) throws IOException {
        List<String> hosts = List.of(environment.get("S2S_DATAVERSE_HOSTS").split(","));
        Simulator simulator = Simulator.start(new SimulatorOptions(
                port(environment.get("S2S_REGISTRATION_AUTHORITY")),
                port("https://" + hosts.get(0)),
                folder.resolve("simulator"),
                Clock.systemUTC()));
        // The simulator skips a port that somebody took since it was reserved; the gateway would not know.
        simulator.environments().forEach(place -> {
            if (!hosts.contains(place.host())) {
                simulator.close();
                throw new IllegalStateException(place.host() + " is none of " + hosts);
            }
        });
        return simulator;
    }

    // H2 runs inside the server; a PostgreSQL is a process that has to be there. It asks for no password.
    private static Optional<EmbeddedPostgres> database(Path folder, String jdbcUrl) throws IOException {
        if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
            return Optional.empty();
        }
        return Optional.of(EmbeddedPostgres.builder()
                .setPort(port(jdbcUrl.substring("jdbc:".length())))
                .setOverrideWorkingDirectory(folder.resolve("database").toFile())
                .setDataDirectory(folder.resolve("database").resolve("data"))
                .start());
    }

    private static int port(String url) {
        return URI.create(url).getPort();
    }
}
