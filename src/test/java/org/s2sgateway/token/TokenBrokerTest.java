package org.s2sgateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.s2sgateway.outbound.Outbound;
import org.s2sgateway.outbound.OutboundConfig;
import org.s2sgateway.settings.Settings;
import org.s2sgateway.simulator.Simulator;
import org.s2sgateway.simulator.SimulatorOptions;
import org.s2sgateway.simulator.wire.Faults;
import org.s2sgateway.testing.TestRegistrations;

/** The broker against the simulated Entra ID, which really verifies secrets, certificates and assertions. */
class TokenBrokerTest {

    private static final UUID CONTOSO = UUID.fromString("c0a00000-0000-4000-8000-000000000001");
    private static final UUID FABRIKAM = UUID.fromString("fab00000-0000-4000-8000-000000000002");
    private static final UUID ADVENTURE_WORKS = UUID.fromString("ad000000-0000-4000-8000-000000000003");
    private static final String WRONG = "wrong-secret~not-to-be-seen";

    @TempDir
    static Path folder;

    private static Simulator simulator;
    private static Outbound outbound;

    private final List<TokenBroker> open = new ArrayList<>();
    private final List<LogRecord> records = Collections.synchronizedList(new ArrayList<>());
    private final Handler recorder = new Handler() {
        @Override
        public void publish(LogRecord record) {
            records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeAll
    static void start() throws Exception {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(folder));
        Settings settings = Settings.of(
                Map.of("s2s.tls.trust-certificates", simulator.caCertificate().toString()));
        outbound = Outbound.of(OutboundConfig.from(settings).orElseThrow());
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @AfterEach
    void closeAll() {
        open.forEach(TokenBroker::close);
        simulator.faults().clear();
        Logger.getLogger("").removeHandler(recorder);
    }

    @Test
    void asksEntraIdOnceForATokenAndThenRemembersIt() {
        TokenBroker broker = broker(secret());
        int before = posts();
        TokenOutcome first = broker.token(CONTOSO, simulator.host("contoso"));
        assertThat(first).isInstanceOf(TokenOutcome.Issued.class);
        assertThat(broker.token(CONTOSO, simulator.host("contoso"))).isSameAs(first);
        assertThat(posts() - before).isEqualTo(1);
    }

    @Test
    void asksOnceForFiftyCallers() throws Exception {
        TokenBroker broker = broker(secret());
        int before = posts();
        List<TokenOutcome> outcomes =
                CachedTokensTest.inFiftyThreads(() -> broker.token(FABRIKAM, simulator.host("fabrikam")), () -> {});
        assertThat(outcomes).hasSize(50).hasOnlyElementsOfType(TokenOutcome.Issued.class);
        assertThat(posts() - before).isEqualTo(1);
    }

    @Test
    void provesItselfWithACertificateInPkcs12() {
        assertIssued(broker(Map.of(
                "s2s.registration.certificate-file", simulator.gatewayPkcs12().toString(),
                "s2s.registration.certificate-password", simulator.certificatePassword())));
    }

    @Test
    void provesItselfWithACertificateInPem() {
        assertIssued(broker(Map.of(
                "s2s.registration.certificate-file", simulator.gatewayPem().toString())));
    }

    @Test
    void sendsTheAssertionOfAFileAsItIsNow() throws Exception {
        Path file = Files.writeString(folder.resolve("assertion"), "not-a-token");
        Map<String, String> key = Map.of("s2s.registration.assertion-file", file.toString());
        TokenBroker first = broker(key);
        TokenBroker second = broker(key);
        TokenBroker third = broker(key);
        assertRefused(first, "AADSTS50027");
        assertThat(lastPost()).contains("client_assertion=not-a-token");
        Files.writeString(file, "not-a-token-either");
        assertRefused(second, "AADSTS50027");
        assertThat(lastPost()).contains("client_assertion=not-a-token-either");
        Files.delete(file);
        assertRefused(third, "S2S.CredentialUnreadable");
    }

    @Test
    void wantsTheConsentOfATenantThatHasNotGivenIt() {
        assertThat(broker(secret()).token(ADVENTURE_WORKS, simulator.host("contoso")))
                .isInstanceOfSatisfying(
                        TokenOutcome.ConsentRequired.class,
                        outcome -> assertThat(outcome.diagnosis().code()).isEqualTo("AADSTS700016"));
    }

    @Test
    void isRefusedForAnEnvironmentOfAnotherTenant() {
        assertThat(broker(secret())
                        .token(CONTOSO, simulator.host("fabrikam"))
                        .failure()
                        .orElseThrow()
                        .code())
                .isEqualTo("AADSTS500011");
    }

    @Test
    void isRefusedWithAWrongOrExpiredSecret() {
        assertRefused(broker(Map.of("s2s.registration.client-secret", WRONG)), "AADSTS7000215");
        assertRefused(
                broker(Map.of("s2s.registration.client-secret", "simulated-gateway-secret~expired")), "AADSTS7000222");
    }

    @Test
    void asksOnlyOnceForAllWhenTheCredentialIsRefused() {
        TokenBroker broker = broker(Map.of("s2s.registration.client-secret", WRONG));
        int before = posts();
        assertRefused(broker, "AADSTS7000215");
        assertThat(broker.token(FABRIKAM, simulator.host("fabrikam"))
                        .failure()
                        .orElseThrow()
                        .code())
                .isEqualTo("AADSTS7000215");
        assertThat(posts() - before).isEqualTo(1);
    }

    @Test
    void usesTheNextCredentialAndStaysWithIt() {
        TokenBroker broker = broker(Map.of(
                "s2s.registration.client-secret",
                "simulated-gateway-secret~expired",
                "s2s.registration.next.certificate-file",
                simulator.gatewayPem().toString()));
        int before = posts();
        assertIssued(broker);
        assertThat(posts() - before).isEqualTo(2);
        assertThat(broker.token(FABRIKAM, simulator.host("fabrikam"))).isInstanceOf(TokenOutcome.Issued.class);
        assertThat(posts() - before).isEqualTo(3);
    }

    @Test
    void tellsTheFirstRefusalWhenNeitherCredentialWorks() {
        assertRefused(
                broker(Map.of(
                        "s2s.registration.client-secret",
                        "simulated-gateway-secret~expired",
                        "s2s.registration.next.client-secret",
                        WRONG)),
                "AADSTS7000222");
    }

    @Test
    void asksAgainWhenTheServerHasGivenTheConnectionUp() {
        TokenBroker broker = broker(secret());
        simulator.faults().hangUp(Faults.IDENTITY, 1);
        assertIssued(broker);
    }

    @Test
    void asksNotForEverWhenTheServerHangsUp() {
        TokenBroker broker = broker(secret());
        simulator.faults().hangUp(Faults.IDENTITY, Faults.ALWAYS);
        assertThat(broker.token(CONTOSO, simulator.host("contoso")))
                .isInstanceOfSatisfying(
                        TokenOutcome.Unavailable.class,
                        outcome -> assertThat(outcome.diagnosis().code()).isEqualTo("S2S.IdentityProviderUnreachable"));
    }

    @Test
    void asksAgainAfterForgetting() {
        TokenBroker broker = broker(secret());
        int before = posts();
        AccessToken stale = assertIssued(broker);
        assertThat(broker.forget(CONTOSO, simulator.host("contoso"), stale)).isTrue();
        assertIssued(broker);
        broker.forget(CONTOSO, simulator.host("contoso"));
        assertIssued(broker);
        assertThat(posts() - before).isEqualTo(3);
    }

    @Test
    void logsOneLineOfItsOwnForAFailureAndNoSecretAnywhere() {
        Logger root = Logger.getLogger("");
        root.addHandler(recorder);
        Logger msal = Logger.getLogger("com.microsoft.aad.msal4j");
        Level level = msal.getLevel();
        recorder.setLevel(Level.ALL);
        msal.setLevel(Level.ALL);
        try {
            assertRefused(broker(Map.of("s2s.registration.client-secret", WRONG)), "AADSTS7000215");
            assertIssued(broker(secret()));
            assertIssued(broker(Map.of(
                    "s2s.registration.certificate-file", simulator.gatewayPem().toString())));
        } finally {
            msal.setLevel(level);
        }
        List<String> ours = records.stream()
                .filter(record -> record.getLoggerName().startsWith("org.s2sgateway"))
                .map(LogRecord::getMessage)
                .toList();
        assertThat(ours).singleElement().satisfies(line -> assertThat(line)
                .contains(
                        "AADSTS7000215",
                        "c0a00000-0000-4000-8000-000000000001",
                        simulator.host("contoso"),
                        "HTTP 401",
                        "trace id"));
        SimpleFormatter formatter = new SimpleFormatter();
        String everything = records.stream().map(formatter::format).collect(Collectors.joining("\n"));
        assertThat(Stream.concat(simulator.spokenSecrets().stream(), Stream.of(WRONG)))
                .noneMatch(everything::contains);
    }

    private static Map<String, String> secret() {
        return Map.of("s2s.registration.client-secret", TestRegistrations.SECRET);
    }

    private TokenBroker broker(Map<String, String> credential) {
        TokenBroker broker = new TokenBroker();
        broker.registration = TestRegistrations.at(simulator.authority(), credential);
        broker.outbound = outbound;
        broker.open();
        open.add(broker);
        return broker;
    }

    private static AccessToken assertIssued(TokenBroker broker) {
        TokenOutcome outcome = broker.token(CONTOSO, simulator.host("contoso"));
        assertThat(outcome).isInstanceOf(TokenOutcome.Issued.class);
        return ((TokenOutcome.Issued) outcome).token();
    }

    private static void assertRefused(TokenBroker broker, String code) {
        assertThat(broker.token(CONTOSO, simulator.host("contoso")))
                .isInstanceOfSatisfying(
                        TokenOutcome.Refused.class,
                        outcome -> assertThat(outcome.diagnosis().code()).isEqualTo(code));
    }

    private static int posts() {
        return simulator.identityRequests().size();
    }

    private static String lastPost() {
        return simulator.identityRequests().get(posts() - 1).body();
    }
}
