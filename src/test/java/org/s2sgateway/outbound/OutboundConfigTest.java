package org.s2sgateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.settings.Settings;
import org.s2sgateway.simulator.wire.Certificates;

class OutboundConfigTest {

    private static final String TRUST = "s2s.tls.trust-certificates";

    @TempDir
    Path folder;

    @Test
    void trustsNobodyElseAndNeedsNoProxyByDefault() {
        OutboundConfig config = OutboundConfig.from(Settings.of(Map.of())).orElseThrow();
        assertThat(config.trusted()).isEmpty();
        assertThat(config.proxy()).isEmpty();
    }

    @Test
    void readsSeveralCertificatesOfOneFile() throws Exception {
        Path file = folder.resolve("bundle.pem");
        Files.writeString(file, "# our authorities\n" + authority() + "and\n" + authority());
        assertThat(OutboundConfig.from(Settings.of(Map.of(TRUST, file.toString())))
                        .orElseThrow()
                        .trusted())
                .hasSize(2);
    }

    @Test
    void refusesAFileThatHoldsNoCertificates() throws Exception {
        assertFault(folder.resolve("absent"), "does not exist");
        assertFault(folder, "cannot be read");
        assertFault(Files.writeString(folder.resolve("empty"), ""), "holds none");
        assertFault(Files.writeString(folder.resolve("text"), "no certificate"), "holds none");
        assertFault(
                Files.writeString(
                        folder.resolve("broken"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
                "cannot be parsed");
        assertFault(
                Files.writeString(folder.resolve("key"), "-----BEGIN PRIVATE KEY-----\nAAAA\n" + authority()),
                "private key");
    }

    @ParameterizedTest
    @CsvSource({"proxy.contoso.com:3128, proxy.contoso.com, 3128", "10.0.0.1:80, 10.0.0.1, 80", "[::1]:3128, ::1, 3128"
    })
    void readsTheProxy(String text, String host, int port) {
        assertThat(OutboundConfig.from(Settings.of(Map.of("s2s.http.proxy", text)))
                        .orElseThrow()
                        .proxy())
                .contains(new ProxyAddress(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy",
                "http://proxy:3128",
                "user:not-to-be-seen@proxy:3128",
                "proxy:0",
                "proxy:65536",
                "proxy:",
                ":3128"
            })
    void refusesAProxyThatIsNotHostAndPort(String text) {
        Settings settings = Settings.of(Map.of("s2s.http.proxy", text));
        assertThat(OutboundConfig.from(settings)).isEmpty();
        assertThat(settings.faults()).extracting(Settings.Fault::key).containsExactly("s2s.http.proxy");
        assertThat(settings.faults().toString()).doesNotContain("not-to-be-seen");
    }

    private static void assertFault(Path file, String why) {
        Settings settings = Settings.of(Map.of(TRUST, file.toString()));
        assertThat(OutboundConfig.from(settings)).isEmpty();
        assertThat(settings.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.key()).isEqualTo(TRUST);
            assertThat(fault.explanation()).contains(why);
        });
    }

    private String authority() throws Exception {
        Path file = folder.resolve("authority.pem");
        new Certificates(Instant.now()).writeAuthority(file);
        return Files.readString(file);
    }
}
