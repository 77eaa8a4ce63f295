package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Answers.code;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.s2sgateway.testing.Keycloak;
import org.s2sgateway.testing.Page;
import org.s2sgateway.testing.WebBrowser;

/** A gateway whose people and services are those of a real Keycloak. */
class KeycloakIT {

    private static final Duration KEYS_ARE_READ_AGAIN = Duration.ofSeconds(15);

    private static @Nullable Keycloak keycloak;
    private static @Nullable CustomersGateway gateway;

    private final RunningGateway run = GatewayRun.gateway();

    @BeforeEach
    void startBoth() throws IOException, InterruptedException {
        if (gateway != null) {
            return;
        }
        Path folder = Path.of(System.getProperty("it.folder"));
        keycloak = Keycloak.start(
                Path.of(System.getProperty("it.servers"), "keycloak"), folder.resolve("keycloak-server"));
        Path trusted = folder.resolve("trusted-with-keycloak.pem");
        keycloak.writeAuthority(trusted);
        Files.writeString(
                trusted,
                Files.readString(trusted) + Files.readString(run.simulator().caCertificate()));
        gateway = CustomersGateway.start(
                run.simulator(),
                "keycloak",
                Map.of(
                        "S2S_REGISTRATION_MODE",
                        "single-tenant",
                        "S2S_API_ISSUER",
                        keycloak.issuer(),
                        // The second is that of ID tokens, which do not open anything for all that.
                        "S2S_API_AUDIENCE",
                        "s2s-gateway,gateway-staff",
                        "S2S_API_ROLES_CLAIM",
                        "realm_access.roles",
                        "S2S_SIGN_IN_ISSUER",
                        keycloak.issuer(),
                        "S2S_SIGN_IN_CLIENT_ID",
                        "gateway-staff",
                        "S2S_SIGN_IN_CLIENT_SECRET",
                        Keycloak.STAFF_SECRET,
                        "S2S_TLS_TRUST_CERTIFICATES",
                        trusted.toString()));
        keycloak.serve(gateway.address());
    }

    @AfterAll
    static void stopBoth() {
        if (gateway != null) {
            gateway.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @Test
    void letsAServiceDoWhatItsRolesSay() {
        String token = keycloak.serviceToken("staff", "orders-service");

        assertThat(tenants(token).statusCode()).isEqualTo(200);
        assertThat(tenants(token).body()).contains("c0a00000-0000-4000-8000-000000000001");
    }

    @Test
    void letsAServiceDoNothingElse() {
        assertThat(code(tenants(keycloak.serviceToken("staff", "idle-service"))))
                .isEqualTo("403 S2S.NotPermitted");
    }

    @Test
    void takesNoTokenOfAnotherRealm() {
        assertThat(code(tenants(keycloak.serviceToken("other", "orders-service"))))
                .isEqualTo("401 S2S.Unauthenticated");
    }

    @Test
    void takesNoTokenThatHasExpired() {
        String token = keycloak.serviceToken("staff", "orders-service");

        HttpResponse<String> answer = tenants(keycloak.expired(token));

        assertThat(code(answer)).isEqualTo("401 S2S.Unauthenticated");
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("has expired");
    }

    @Test
    void takesNoTokenThatWasChanged() {
        String[] idle = keycloak.serviceToken("staff", "idle-service").split("\\.");
        String[] orders = keycloak.serviceToken("staff", "orders-service").split("\\.");

        assertThat(code(tenants(idle[0] + "." + orders[1] + "." + idle[2]))).isEqualTo("401 S2S.Unauthenticated");
    }

    @Test
    void takesNoIdTokenForAnAccessToken() {
        HttpResponse<String> answer = tenants(keycloak.idToken());

        assertThat(code(answer)).isEqualTo("401 S2S.Unauthenticated");
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("is an ID token");
    }

    @Test
    void signsAPersonInWithRolesAndOutOfKeycloakToo() {
        gateway.forgetCustomers();
        WebBrowser browser = keycloak.browser();

        Page page = signIn(browser, "olga");

        assertThat(page.url()).isEqualTo(gateway.page("/my"));
        assertThat(page.text()).contains("Olga Orlova");
        assertThat(gateway.rolesOfPeople()).containsExactly("Gateway.Operator");
        assertThat(knownToKeycloak(browser)).containsKey("code");

        Page asked = browser.get(gateway.page("/sign-out"))
                .submit("Sign out at my organisation, too")
                .clickLink("Continue");
        assertThat(gateway.rolesOfPeople()).as("signed out here at once").isEmpty();
        assertThat(asked.url().toString()).startsWith(keycloak.issuer()).doesNotContain("id_token");
        assertThat(asked.submit("Logout").url()).isEqualTo(gateway.page("/"));

        assertThat(knownToKeycloak(browser)).containsEntry("error", "login_required");
        assertThat(browser.get(gateway.page("/my")).text()).doesNotContain("Olga");
    }

    @Test
    void signsInWhoHasNoRoleWithoutAny() {
        gateway.forgetCustomers();

        assertThat(signIn(keycloak.browser(), "paul").text()).contains("Paul Pohl");

        assertThat(gateway.rolesOfPeople()).containsExactly("");
    }

    @Test
    void locksNobodyOutWhereKeycloakChangesItsKey() throws InterruptedException {
        String before = keycloak.serviceToken("staff", "orders-service");
        assertThat(tenants(before).statusCode()).isEqualTo(200);

        keycloak.rotateKeys();

        String after = keycloak.serviceToken("staff", "orders-service");
        assertThat(after.split("\\.")[0]).as("another key").isNotEqualTo(before.split("\\.")[0]);
        // Keys are read again at most every ten seconds, and another test may just have caused that.
        awaitThat(() -> tenants(after).statusCode() == 200);
        assertThat(tenants(before).statusCode()).isEqualTo(200);
        awaitThat(() -> signIn(keycloak.browser(), "olga").text().contains("Olga Orlova"));
    }

    private static void awaitThat(BooleanSupplier condition) throws InterruptedException {
        Instant end = Instant.now().plus(KEYS_ARE_READ_AGAIN);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("the new key is known").isBefore(end);
            Thread.sleep(500);
        }
    }

    private static HttpResponse<String> tenants(String token) {
        return gateway.api().send(gateway.api().request("/api/tenants").header("Authorization", "Bearer " + token));
    }

    private static Page signIn(WebBrowser browser, String person) {
        return browser.get(gateway.page("/my"))
                .submit("Sign in")
                .clickLink("Continue")
                .submit("Sign In", Map.of("username", person, "password", Keycloak.PASSWORD));
    }

    /** What Keycloak answers to a question for who is there that shows nobody anything. */
    private static Map<String, String> knownToKeycloak(WebBrowser browser) {
        String callback = URLEncoder.encode(gateway.address() + "/sign-in/callback", StandardCharsets.UTF_8);
        return browser.getWithoutFollowing(URI.create(keycloak.issuer()
                        + "/protocol/openid-connect/auth?client_id=gateway-staff&response_type=code&scope=openid"
                        + "&prompt=none&code_challenge_method=S256&code_challenge=" + "a".repeat(43)
                        + "&redirect_uri=" + callback))
                .locationFields();
    }
}
