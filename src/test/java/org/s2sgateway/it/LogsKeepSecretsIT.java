package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.s2sgateway.testing.SecretSearch;

/** After the runs on all servers: what they logged, against the ledger of every secret and token that they used. */
class LogsKeepSecretsIT {

    static Stream<Path> runs() {
        return Stream.of(System.getProperty("it.runs").split(",")).map(Path::of);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void showsNoSecretAndNoToken(Path run) throws IOException {
        List<String> secrets = Files.readAllLines(run.resolve("secrets.ledger"));
        SecretSearch search = new SecretSearch(run);

        // Otherwise nothing was looked for, or nothing looked through.
        assertThat(secrets).contains("simulated-gateway-secret~1").hasSizeGreaterThan(5);
        assertThat(search.find(List.of("s2s-gateway.war"))).anyMatch(hit -> hit.contains("server.log:"));
        assertThat(search.find(secrets)).isEmpty();
    }
}
