package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.simulator.TestClient.CONTOSO;
import static org.s2sgateway.simulator.TestClient.FABRIKAM;
import static org.s2sgateway.simulator.TestClient.GATEWAY;
import static org.s2sgateway.simulator.TestClient.json;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientAssertionTest {

    @TempDir
    static Path home;

    private static Simulator simulator;
    private static TestClient client;
    private static PrivateKey key;
    private static String sha256;
    private static String sha1;

    @BeforeAll
    static void start() throws Exception {
        simulator = Simulator.start(SimulatorOptions.onFreePorts(home));
        client = new TestClient(simulator);
        key = client.gatewayKey();
        sha256 = thumbprint("SHA-256", Base64.getUrlEncoder().withoutPadding());
        sha1 = thumbprint("SHA-1", Base64.getUrlEncoder().withoutPadding());
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @Test
    void acceptsPs256() throws Exception {
        assertThat(ask(TestClient.assertion(JWSAlgorithm.PS256, Map.of("x5t#S256", sha256), claims().build(), key))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void acceptsRs256WithTheOlderThumbprint() throws Exception {
        assertThat(ask(TestClient.assertion(JWSAlgorithm.RS256, Map.of("x5t", sha1), claims().build(), key))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void acceptsAThumbprintInPaddedStandardBase64() throws Exception {
        String padded = thumbprint("SHA-256", Base64.getEncoder());

        assertThat(ask(TestClient.assertion(JWSAlgorithm.RS256, Map.of("x5t#S256", padded), claims().build(), key))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesAnUnknownCertificate() throws Exception {
        refuses(TestClient.assertion(JWSAlgorithm.RS256, Map.of("x5t", "AAAA"), claims().build(), key), 700027);
    }

    @Test
    void refusesASignatureByAnotherKey() throws Exception {
        PrivateKey other = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();

        refuses(TestClient.assertion(JWSAlgorithm.RS256, Map.of("x5t#S256", sha256), claims().build(), other), 700027);
    }

    @Test
    void refusesAnotherAlgorithm() throws Exception {
        refuses(TestClient.assertion(JWSAlgorithm.RS512, Map.of("x5t#S256", sha256), claims().build(), key), 50027);
    }

    @Test
    void refusesAnExpiredAssertion() throws Exception {
        Instant past = Instant.now().minus(Duration.ofMinutes(10));

        refuses(assertion(claims().expirationTime(Date.from(past))), 700024);
    }

    @Test
    void refusesAnAssertionOfTheFuture() throws Exception {
        Instant future = Instant.now().plus(Duration.ofMinutes(10));

        refuses(assertion(claims().notBeforeTime(Date.from(future))), 700024);
    }

    @Test
    void refusesAnAssertionWithoutTimesOrId() throws Exception {
        refuses(assertion(claims().expirationTime(null)), 50027);
        refuses(assertion(claims().notBeforeTime(null)), 50027);
        refuses(assertion(claims().jwtID(null)), 50027);
    }

    @Test
    void refusesAnAssertionForAnotherTenantsEndpoint() throws Exception {
        refuses(assertion(claims().audience(client.tokenEndpoint(FABRIKAM))), 700023);
    }

    @Test
    void refusesAnAssertionOfAnotherApplication() throws Exception {
        String other = "b0000000-0000-4000-8000-000000000001";

        refuses(assertion(claims().issuer(other).subject(other)), 700021);
    }

    @Test
    void refusesAnAssertionOfAForeignIssuer() throws Exception {
        refuses(assertion(claims().issuer("https://issuer.example")), 700211);
    }

    @Test
    void refusesWhatIsNoToken() throws Exception {
        refuses("nonsense", 50027);
    }

    private static JWTClaimsSet.Builder claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .audience(client.tokenEndpoint(CONTOSO))
                .issuer(GATEWAY)
                .subject(GATEWAY)
                .jwtID(UUID.randomUUID().toString())
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(10))));
    }

    private static String assertion(JWTClaimsSet.Builder claims) {
        return TestClient.assertion(JWSAlgorithm.RS256, Map.of("x5t#S256", sha256), claims.build(), key);
    }

    private static HttpResponse<String> ask(String assertion) throws IOException, InterruptedException {
        Map<String, String> form = client.form("contoso");
        form.remove("client_secret");
        form.put("client_assertion_type", TestClient.JWT_BEARER);
        form.put("client_assertion", assertion);
        return client.askToken(CONTOSO, form);
    }

    private static void refuses(String assertion, int code) throws IOException, InterruptedException {
        HttpResponse<String> response = ask(assertion);
        assertThat(response.body()).contains("AADSTS" + code + ": ");
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(json(response).getString("error")).isEqualTo("invalid_client");
    }

    private static String thumbprint(String digest, Base64.Encoder encoder) throws Exception {
        return encoder.encodeToString(MessageDigest.getInstance(digest)
                .digest(client.gatewayCertificate().getEncoded()));
    }
}
