package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A gateway behind a proxy that lets strangers try ten times a minute, and consumers be refused fifteen times. */
class RateLimitIT {

    private static final String READING = "/api/registration";
    private static final String CALLBACK = "/sign-in/callback?code=a&state=abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNO_";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RunningGateway run = GatewayRun.gateway();

    private CustomersGateway gateway;

    // One test, since a server of its own is what takes its time.
    @Test
    void slowsDownWhoIsRefusedAgainAndAgainAndNobodyElse() throws InterruptedException {
        gateway = CustomersGateway.start(
                run.simulator(),
                "limits",
                Map.of(
                        "S2S_LIMITS_ATTEMPTS_PER_ADDRESS",
                        "10",
                        "S2S_LIMITS_REFUSALS_PER_CONSUMER",
                        "15",
                        "S2S_TRUSTED_PROXIES",
                        "127.0.0.1,::1"));
        try {
            gateway.forgetCustomers();
            countsWhatAnAddressIsRefused();
            takesAGoodTokenFromAnyAddress();
            countsWhoBringsTwoTokens();
            countsANetworkOfIpv6AsOne();
            saysSoOnPagesInBothLanguages();
            countsWhoLooksAtTheConsole();
            countsNothingThatPagesOfOtherSitesHaveBrowsersLoad();
            refusesNobodyWhoIsSignedIn();
            countsWhatAConsumerIsRefused();
            remembersWhatAConsumerWasRefused();
        } finally {
            gateway.close();
        }
    }

    private void countsWhatAnAddressIsRefused() {
        for (int i = 0; i < 10; i++) {
            assertThat(Answers.code(send(from("203.0.113.1", i % 2 == 0 ? READING : accounts()))))
                    .isEqualTo("401 S2S.Unauthenticated");
        }

        HttpResponse<String> api = send(from("203.0.113.1", READING).header("Authorization", "Bearer a.b.c"));
        HttpResponse<String> dataverse = send(from("203.0.113.1", accounts()));
        HttpResponse<String> form = send(from("203.0.113.1", "/api/tenants")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("a=b")));

        assertTooMany(api);
        assertThat(api.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(Answers.json(api).getString("title")).isEqualTo("Too many attempts");
        assertTooMany(dataverse);
        assertThat(dataverse.headers().firstValue("OData-Version")).hasValue("4.0");
        assertTooMany(form);
        // What a stranger writes in front of what the proxy has seen counts for nothing.
        assertTooMany(send(from("198.51.100.1, 203.0.113.1", READING)));
        assertThat(Answers.code(send(from("203.0.113.3", READING)))).isEqualTo("401 S2S.Unauthenticated");
    }

    private void takesAGoodTokenFromAnyAddress() {
        for (int i = 0; i < 20; i++) {
            assertThat(send(from("203.0.113.1", READING).header("Authorization", "Bearer " + token("registry-reader")))
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(send(from("203.0.113.1", "/api/health/live")).statusCode()).isEqualTo(200);
    }

    private void countsWhoBringsTwoTokens() {
        for (int i = 0; i < 10; i++) {
            assertThat(Answers.code(send(twice()))).isEqualTo("400 S2S.BadRequest");
        }

        assertTooMany(send(twice()));
        assertTooMany(send(from("203.0.113.4", READING)));
    }

    private HttpRequest.Builder twice() {
        return from("203.0.113.4", READING)
                .header("Authorization", "Bearer a.b.c")
                .header("Authorization", "Bearer " + token("registry-reader"));
    }

    private void countsANetworkOfIpv6AsOne() {
        for (int i = 1; i <= 10; i++) {
            send(from("2001:db8:0:7:" + i + "::" + i, READING));
        }

        assertTooMany(send(from("2001:db8:0:7:ffff::", READING)));
        assertThat(Answers.code(send(from("2001:db8:0:8::1", READING)))).isEqualTo("401 S2S.Unauthenticated");
    }

    private void saysSoOnPagesInBothLanguages() {
        for (int i = 0; i < 10; i++) {
            assertThat(send(from("203.0.113.2", CALLBACK)).statusCode()).isEqualTo(303);
        }

        HttpResponse<String> english = send(from("203.0.113.2", "/connect/callback?state=x"));
        HttpResponse<String> german = send(from("203.0.113.2", CALLBACK).header("Accept-Language", "de"));

        assertThat(english.statusCode()).isEqualTo(429);
        assertThat(english.headers().firstValue("Retry-After").orElseThrow()).matches("[1-9]|[1-5]\\d|60");
        assertThat(english.body()).contains("<h1>Too many attempts</h1>", "S2S.TooManyAttempts");
        assertThat(german.body()).contains("<h1>Zu viele Versuche</h1>", "S2S.TooManyAttempts");
        assertThat(send(from("203.0.113.2", "/")).statusCode()).isEqualTo(200);
        assertThat(send(from("203.0.113.2", "/connect")).statusCode()).isEqualTo(200);
    }

    private void countsWhoLooksAtTheConsole() {
        for (int i = 0; i < 10; i++) {
            assertThat(send(from("203.0.113.5", i % 2 == 0 ? "/console" : "/console/grants"))
                            .statusCode())
                    .isEqualTo(303);
        }

        HttpResponse<String> tooMany = send(from("203.0.113.5", "/console/what-there-will-be"));

        assertThat(tooMany.statusCode()).isEqualTo(429);
        assertThat(tooMany.headers().firstValue("Retry-After").orElseThrow()).matches("[1-9]|[1-5]\\d|60");
        assertThat(tooMany.headers().firstValue("Location")).isEmpty();
        assertThat(tooMany.body()).contains("S2S.TooManyAttempts");
        assertThat(send(from("203.0.113.5", "/connect")).statusCode()).isEqualTo(200);
        assertThat(send(from("203.0.113.6", "/console")).statusCode()).isEqualTo(303);
    }

    private void countsNothingThatPagesOfOtherSitesHaveBrowsersLoad() {
        for (int i = 0; i < 15; i++) {
            HttpResponse<String> picture = send(embedded(i % 2 == 0 ? "/console/grants" : CALLBACK));
            assertThat(picture.statusCode()).isEqualTo(403);
            assertThat(picture.headers().firstValue("Location")).isEmpty();
            assertThat(picture.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(picture.body()).contains("S2S.NotPermitted");
            assertThat(Answers.code(send(embedded(READING)))).isEqualTo("401 S2S.Unauthenticated");
        }

        assertThat(send(from("203.0.113.7", "/console")).statusCode()).isEqualTo(303);
        for (int i = 0; i < 9; i++) {
            send(embedded(READING).header("Authorization", "Bearer a.b.c"));
        }
        assertTooMany(send(embedded(READING).header("Authorization", "Bearer a.b.c")));
    }

    private HttpRequest.Builder embedded(String pathAndQuery) {
        return from("203.0.113.7", pathAndQuery)
                .header("Sec-Fetch-Site", "cross-site")
                .header("Sec-Fetch-Mode", "no-cors")
                .header("Sec-Fetch-Dest", "image");
    }

    private void refusesNobodyWhoIsSignedIn() {
        Onboarder gina = Onboarder.at(gateway).begin("fabrikam").signIn("gina@fabrikam.example");
        assertThat(gina.place()).contains("/adminconsent?");
        HttpResponse<String> stranger = gateway.api().get(CALLBACK);
        for (int i = 0; i < 10; i++) {
            stranger = gateway.api().get(CALLBACK);
        }
        assertThat(stranger.statusCode()).isEqualTo(429);

        assertThat(gina.open("/sign-out").press("Sign out").place()).isEqualTo("/");
    }

    private void countsWhatAConsumerIsRefused() {
        for (int i = 0; i < 15; i++) {
            assertThat(Answers.code(send(as("no-roles", "203.0.113." + (100 + i), i == 0 ? accounts() : READING))))
                    .isEqualTo("403 S2S.NotPermitted");
        }

        HttpResponse<String> tooMany = send(as("no-roles", "203.0.113.99", READING));

        assertTooMany(tooMany);
        assertThat(Answers.sentence(tooMany)).contains("of this consumer");
        assertThat(send(as("no-roles", "203.0.113.99", "/api/health/live")).statusCode())
                .isEqualTo(200);
        assertThat(Answers.code(send(as("orders-service", "203.0.113.99", READING))))
                .isEqualTo("403 S2S.NotPermitted");
    }

    private void remembersWhatAConsumerWasRefused() throws InterruptedException {
        String host = gateway.simulator().host("fabrikam");
        List<JsonObject> refused = refusals();
        Instant end = Instant.now().plus(PATIENCE);
        while (refused.size() < 17 && Instant.now().isBefore(end)) {
            Thread.sleep(200);
            refused = refusals();
        }

        // Nothing of those who brought no good token yet: they are only counted.
        assertThat(refused).hasSize(17).noneMatch(event -> event.getString("actor")
                .equals("nobody"));
        assertThat(refused)
                .extracting(event -> event.getString("detail"))
                .contains(
                        "S2S.NotPermitted: GET /api/registration, lacks the role Tenants.Read",
                        "S2S.NotPermitted: GET /api/dataverse, lacks the role Dataverse.Access",
                        "S2S.TooManyAttempts: GET /api/registration, lacks the role Tenants.Read");
        assertThat(refused)
                .filteredOn(event -> event.getString("detail").contains("/api/dataverse"))
                .singleElement()
                .satisfies(event -> assertThat(event.getString("environment")).isEqualTo(host));
    }

    private List<JsonObject> refusals() {
        return Answers.json(send(as("registry-reader", "203.0.113.50", "/api/events?limit=200")))
                .getJsonArray("items")
                .getValuesAs(JsonObject.class)
                .stream()
                .filter(event -> event.getString("action").equals("access.refused"))
                .toList();
    }

    private String accounts() {
        return "/api/dataverse/" + gateway.simulator().host("fabrikam") + "/api/data/v9.2/accounts";
    }

    private HttpRequest.Builder from(String address, String pathAndQuery) {
        return gateway.api().request(pathAndQuery).header("X-Forwarded-For", address);
    }

    private HttpRequest.Builder as(String application, String address, String pathAndQuery) {
        return from(address, pathAndQuery).header("Authorization", "Bearer " + token(application));
    }

    private String token(String application) {
        return gateway.simulator().token(application);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return gateway.api().send(request);
    }

    private static void assertTooMany(HttpResponse<String> answer) {
        assertThat(Answers.code(answer)).isEqualTo("429 S2S.TooManyAttempts");
        assertThat(answer.headers().firstValue("Retry-After").orElseThrow()).matches("[1-9]|[1-5]\\d|60");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
    }
}
