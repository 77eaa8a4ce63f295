package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.testing.SecretSearch;

/** After the runs on all servers: what they logged, against the ledger of every secret and token that they used. */
class LogsKeepSecretsIT {

    @ParameterizedTest
    @ValueSource(strings = {"it-payara", "it-wildfly"})
    void showsNoSecretAndNoToken(String run) throws IOException {
        Path folder = Path.of("target", run);
        SecretSearch search = new SecretSearch(folder);
        List<String> hits = search.find(List.of("s2s.registration.client-id"));
        List<String> secrets = new ArrayList<>();

        for (Path process : processes(folder)) {
            List<String> spoken = Files.readAllLines(process.resolve("secrets.ledger"));
            // Otherwise nothing was looked for, or nothing looked through.
            assertThat(spoken).contains("simulated-gateway-secret~1").hasSizeGreaterThan(5);
            assertThat(hits).anyMatch(hit -> hit.startsWith(process.getFileName() + "/gateway/server.log:"));
            secrets.addAll(spoken);
        }

        assertThat(search.find(secrets)).isEmpty();
    }

    /** The folders of the processes among which the tests were shared out: as many as there were tests for, up to two. */
    private static List<Path> processes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> processes = files.filter(
                            file -> file.getFileName().toString().matches("\\d"))
                    .toList();
            assertThat(processes).isNotEmpty();
            return processes;
        }
    }
}
