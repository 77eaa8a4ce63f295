package org.s2sgateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.s2sgateway.registration.Registration;
import org.s2sgateway.simulator.wire.Certificates;
import org.s2sgateway.testing.MovableClock;
import org.s2sgateway.testing.TestRegistrations;
import org.s2sgateway.testing.TlsServer;
import org.s2sgateway.testing.TlsServer.Answer;
import org.s2sgateway.testing.TlsServer.Request;

/** What becomes of every kind of answer, and of none; over TLS and through msal4j. */
class TokenEndpointTest {

    private static final TokenKey CONTOSO =
            new TokenKey(UUID.fromString("c0a00000-0000-4000-8000-000000000001"), "contoso.crm4.dynamics.com");

    private final Certificates certificates = new Certificates(Instant.now());
    private final MovableClock clock = MovableClock.startingNow();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .sslContext(certificates.client())
            .build();
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile Answer answer = token("opaque", "3600");
    private final TlsServer server = TlsServer.start(certificates, request -> answer);

    @AfterEach
    void stop() {
        never.countDown();
        server.close();
    }

    @Test
    void asksTheTenantsEndpointForTheEnvironmentsScope() {
        issued(acquire());
        assertThat(server.requests()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/c0a00000-0000-4000-8000-000000000001/oauth2/v2.0/token");
            assertThat(form(request))
                    .containsEntry("grant_type", "client_credentials")
                    .containsEntry("client_id", "a0000000-0000-4000-8000-000000000001")
                    .containsEntry("client_secret", "simulated-gateway-secret~1");
            assertThat(form(request).get("scope").split(" ")).contains("https://contoso.crm4.dynamics.com/.default");
        });
    }

    @Test
    void asksAnAdFsAtItsOwnEndpoint() {
        Registration adFs = TestRegistrations.at(
                server.address().resolve("/adfs"),
                Map.of(
                        "s2s.registration.cloud", "ad-fs",
                        "s2s.registration.mode", "single-tenant",
                        "s2s.registration.client-secret", "simulated-gateway-secret~1"));
        issued(acquire(adFs));
        assertThat(server.requests()).extracting(Request::path).containsExactly("/adfs/oauth2/token");
    }

    @Test
    void takesTheLifetimeFromTheAnswer() {
        answer = token("opaque", "4500");
        assertThat(issued(acquire()).expiresAt())
                .isBetween(clock.instant().plusSeconds(4480), clock.instant().plusSeconds(4500));
    }

    @Test
    void acceptsATokenThatIsRight() {
        answer = token(jwt("https://contoso.crm4.dynamics.com/"), "3600");
        assertThat(issued(acquire()).value().reveal()).isEqualTo(jwt("https://contoso.crm4.dynamics.com/"));
    }

    @Test
    void refusesATokenForAnotherEnvironment() {
        answer = token(jwt("https://fabrikam.crm4.dynamics.com"), "3600");
        assertThat(refused(acquire())).isEqualTo("S2S.TokenMismatch");
    }

    @Test
    void handsOutNoTokenOfLessThanAMinute() {
        answer = token("opaque", "59");
        assertThat(unavailable(acquire())).isEqualTo("S2S.TokenTooShort");
    }

    @ParameterizedTest
    @CsvSource({
        "400, unauthorized_client, 700016",
        "401, invalid_client, 7000229",
        "400, invalid_grant, 65001",
        "401, unauthorized_client, 7000112",
        "400, unauthorized_client, 70001",
    })
    void tellsThatConsentIsRequired(int status, String error, int code) {
        answer = error(status, error, code);
        assertThat(acquire()).isInstanceOfSatisfying(TokenOutcome.ConsentRequired.class, outcome -> assertThat(
                        outcome.diagnosis().code())
                .isEqualTo("AADSTS" + code));
    }

    @ParameterizedTest
    @CsvSource({
        "401, invalid_client, 7000215",
        "401, invalid_client, 7000222",
        "401, invalid_client, 700027",
        "400, invalid_resource, 500011",
        "400, invalid_client, 650052",
        "400, invalid_request, 90002",
        "400, invalid_scope, 1002012",
        "400, access_denied, 53003",
        "400, invalid_request, 999999999"
    })
    void tellsARefusalByItsCode(int status, String error, int code) {
        answer = error(status, error, code);
        assertThat(refused(acquire())).isEqualTo("AADSTS" + code);
    }

    @Test
    void tellsARefusalByTheErrorWordWhereThereIsNoCode() {
        answer = Answer.of(400, "{\"error\":\"invalid_client\",\"error_description\":\"MSIS9622: failed\"}");
        assertThat(refused(acquire())).isEqualTo("invalid_client");
        answer = Answer.of(400, "{\"error\":\"temporarily_unavailable\"}");
        assertThat(unavailable(acquire())).isEqualTo("temporarily_unavailable");
    }

    @ParameterizedTest
    @ValueSource(ints = {90055, 90033, 90012, 50196})
    void tellsWhatPasses(int code) {
        answer = error(400, "invalid_request", code);
        assertThat(unavailable(acquire())).isEqualTo("AADSTS" + code);
    }

    @Test
    void backsOffFromLoopDetection() {
        answer = error(400, "invalid_grant", 50196);
        assertThat(retryAfter(acquire())).contains(Duration.ofMinutes(2));
    }

    @Test
    void readsRetryAfterOfAPlainTextAnswer() {
        answer = new Answer(429, Map.of("Retry-After", "60", "Content-Type", "text/plain"), "Too Many Requests");
        TokenOutcome outcome = acquire();
        assertThat(unavailable(outcome)).isEqualTo("S2S.IdentityProviderThrottled");
        assertThat(retryAfter(outcome)).contains(Duration.ofSeconds(60));
    }

    @Test
    void readsRetryAfterAsADate() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                clock.instant().plusSeconds(90).atOffset(ZoneOffset.UTC));
        answer = new Answer(503, Map.of("Retry-After", date), "");
        TokenOutcome outcome = acquire();
        assertThat(unavailable(outcome)).isEqualTo("S2S.IdentityProviderFailed");
        assertThat(retryAfter(outcome).orElseThrow()).isBetween(Duration.ofSeconds(88), Duration.ofSeconds(90));
    }

    @Test
    void asksOnceWhenTheIdentityProviderFails() {
        answer = new Answer(502, Map.of("Content-Type", "text/html"), "<html><body>Bad Gateway</body></html>");
        TokenOutcome outcome = acquire();
        assertThat(unavailable(outcome)).isEqualTo("S2S.IdentityProviderFailed");
        assertThat(retryAfter(outcome)).isEmpty();
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"200, <html>Sign in</html>", "200, {}", "302, ''", "403, <html>Forbidden by proxy</html>", "404, ''"})
    void wondersAtWhatIsNoAnswerOfAnIdentityProvider(int status, String body) {
        answer = Answer.of(status, body);
        assertThat(unavailable(acquire())).isEqualTo("S2S.IdentityProviderUnexpectedAnswer");
    }

    @Test
    void readsNoEndlessAnswer() {
        answer = Answer.of(200, "{\"access_token\":\"" + "a".repeat(1_000_000) + "\"}");
        assertThat(unavailable(acquire())).isEqualTo("S2S.IdentityProviderUnexpectedAnswer");
    }

    @Test
    void tellsThatNobodyIsThere() {
        Registration closed = TestRegistrations.withSecret(server.address());
        server.close();
        assertThat(unavailable(acquire(closed))).isEqualTo("S2S.IdentityProviderUnreachable");
        assertThat(unavailable(acquire(TestRegistrations.withSecret(URI.create("https://nowhere.invalid")))))
                .isEqualTo("S2S.IdentityProviderUnreachable");
    }

    @Test
    void tellsThatNoAnswerCameInTime() {
        try (TlsServer silent = TlsServer.start(certificates, request -> {
            await(never);
            return answer;
        })) {
            Registration registration = TestRegistrations.withSecret(silent.address());
            TokenEndpoint endpoint = new TokenEndpoint(registration, client, clock, Duration.ofMillis(300));
            assertThat(unavailable(endpoint.acquire(CONTOSO, registration.credential())))
                    .isEqualTo("S2S.IdentityProviderTimeout");
            never.countDown();
        }
    }

    @Test
    void tellsThatTheCertificateIsNotTrusted() {
        HttpClient trustingNobody = HttpClient.newHttpClient();
        Registration registration = TestRegistrations.withSecret(server.address());
        TokenEndpoint endpoint = new TokenEndpoint(registration, trustingNobody, clock);
        assertThat(unavailable(endpoint.acquire(CONTOSO, registration.credential())))
                .isEqualTo("S2S.IdentityProviderUntrusted");
    }

    private TokenOutcome acquire() {
        return acquire(TestRegistrations.withSecret(server.address()));
    }

    private TokenOutcome acquire(Registration registration) {
        return new TokenEndpoint(registration, client, clock).acquire(CONTOSO, registration.credential());
    }

    private static AccessToken issued(TokenOutcome outcome) {
        assertThat(outcome).isInstanceOf(TokenOutcome.Issued.class);
        return ((TokenOutcome.Issued) outcome).token();
    }

    private static String refused(TokenOutcome outcome) {
        assertThat(outcome).isInstanceOf(TokenOutcome.Refused.class);
        return outcome.failure().orElseThrow().code();
    }

    private static String unavailable(TokenOutcome outcome) {
        assertThat(outcome).isInstanceOf(TokenOutcome.Unavailable.class);
        return outcome.failure().orElseThrow().code();
    }

    private static Optional<Duration> retryAfter(TokenOutcome outcome) {
        return ((TokenOutcome.Unavailable) outcome).retryAfter();
    }

    private static Answer token(String token, String seconds) {
        return new Answer(
                200,
                Map.of("Content-Type", "application/json"),
                "{\"token_type\":\"Bearer\",\"expires_in\":" + seconds + ",\"access_token\":\"" + token + "\"}");
    }

    private static Answer error(int status, String error, int code) {
        return new Answer(
                status,
                Map.of("Content-Type", "application/json"),
                "{\"error\":\"" + error + "\",\"error_description\":\"AADSTS" + code
                        + ": Words.\\r\\nTrace ID: x\",\"error_codes\":[" + code + "],"
                        + "\"trace_id\":\"00001111-aaaa-2222-bbbb-3333cccc4444\"}");
    }

    private static String jwt(String audience) {
        return new PlainJWT(new JWTClaimsSet.Builder()
                        .audience(audience)
                        .claim("tid", "c0a00000-0000-4000-8000-000000000001")
                        .claim("appid", "a0000000-0000-4000-8000-000000000001")
                        .build())
                .serialize();
    }

    private static Map<String, String> form(Request request) {
        return Arrays.stream(request.body().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> pair[0], pair -> java.net.URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
