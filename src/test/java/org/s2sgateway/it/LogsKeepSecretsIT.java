package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.s2sgateway.testing.SecretSearch;

/** After the runs on all servers: what they logged, against the ledger of every secret and token that they used. */
class LogsKeepSecretsIT {

    @ParameterizedTest
    @CsvSource({"it-payara, gateway.log", "it-wildfly, gateway/log/server.log"})
    void showsNoSecretAndNoToken(String run, String log) throws IOException {
        Path folder = Path.of("target", run);
        List<String> secrets = Files.readAllLines(folder.resolve("secrets.ledger"));
        SecretSearch search = new SecretSearch(folder);

        // Otherwise nothing was looked for, or nothing looked through.
        assertThat(secrets).contains("simulated-gateway-secret~1").hasSizeGreaterThan(5);
        assertThat(search.find(List.of("s2s.registration.client-id"))).anyMatch(hit -> hit.startsWith(log + ":"));
        assertThat(search.find(secrets)).isEmpty();
    }
}
