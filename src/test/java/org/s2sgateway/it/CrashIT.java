package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Answers.json;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.s2sgateway.simulator.dataverse.ApplicationUser;
import org.s2sgateway.simulator.dataverse.Environment;
import org.s2sgateway.simulator.wire.Fault;
import org.s2sgateway.testing.Page;
import org.s2sgateway.testing.WebBrowser;

/**
 * An onboarding during which the server is killed, and started again, between each pair of its requests. The browser
 * stops before every redirect that leads to the gateway, so that nothing happens between two kills but one step.
 */
class CrashIT {

    private static final String ADVENTURE_WORKS = "ad000000-0000-4000-8000-000000000003";
    private static final UUID CLIENT_ID = UUID.fromString("a0000000-0000-4000-8000-000000000001");
    private static final String GRACE = "grace@adventure-works.example";

    private static final String PROPAGATING = "The consent is on its way";
    private static final String LADDER = "The application user is missing";
    private static final String WORKING = "Setting up the application user";
    private static final String INTERRUPTED = "S2S.SetupInterrupted";
    private static final String CONNECTED = "Your environment is connected";

    /** Longer than an interruption takes to be noticed. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final RunningGateway run = GatewayRun.gateway();

    private CustomersGateway gateway;
    private Environment environment;

    @BeforeEach
    void start(TestInfo test) {
        String name = "crash-" + test.getTestMethod().orElseThrow().getName();
        // As shipped: nobody but the server opens it, so that it starts again without waiting for a lock to be old.
        Path database =
                Path.of(System.getProperty("it.folder"), name, "database").toAbsolutePath();
        run.simulator().entraId().reset();
        environment = run.simulator().environment("adventure-works");
        environment.reset();
        environment.recorder().clear();
        gateway = CustomersGateway.start(
                run.simulator(), name, Map.of("S2S_DB_URL", "jdbc:h2:file:" + database + ";WRITE_DELAY=0"));
    }

    @AfterEach
    void stop() {
        gateway.close();
        run.simulator().faults().clear();
    }

    @Test
    @Tag("failure") // Some fifteen starts of a server: ./mvnw -Pfailure verify
    void goesOnInTheSameBrowserWhereverItWasInterrupted() throws IOException, InterruptedException {
        gateway.simulator().entraId().propagationDelay(Duration.ofHours(1));
        WebBrowser browser = stepping();
        Page address = browser.get(gateway.page("/connect?environment=https://" + environment.host()));

        crashWithHalfAForm(browser, address);
        Page begun = address.submit("Continue");
        crash();
        Page tenant = follow(browser, begun);
        crash();
        Page leaving = tenant.submit("Sign in with Microsoft");
        Page answer = signIn(leaving);
        crash();
        Page signedIn = follow(browser, answer);
        crash();
        Page consent = follow(browser, signedIn);
        crash();
        Page granted = consent.submit("Accept");
        crash();
        Page accepted = follow(browser, granted);
        crash();
        assertThat(follow(browser, accepted).text()).contains(PROPAGATING);
        crash();
        letTheConsentArrive();
        Page ladder = look(browser, LADDER);
        crash();
        // Nothing of the application user has been made yet.
        slow("businessunits");
        Page permitted = ladder.submit("Create it for me").clickLink("Continue");
        crash();
        assertThat(look(browser, follow(browser, permitted), WORKING).text()).contains(WORKING);
        await(() -> isAsked("businessunits"));
        crash();
        Page interrupted = look(browser, INTERRUPTED);
        gateway.simulator().faults().clear();
        follow(browser, interrupted.submit("Create it for me").clickLink("Continue"));
        look(browser, CONNECTED);
        crash();

        assertThat(look(browser, CONNECTED).text()).contains(CustomersGateway.SECURITY_ROLE);
        assertConnectedOnce();
        assertThat(events())
                .containsExactly(
                        "person.signed-in",
                        "consent.granted",
                        "tenant.consented",
                        "environment.added",
                        "environment.checked",
                        "person.signed-in",
                        "application-user.setup-started",
                        "person.signed-in",
                        "application-user.setup-started",
                        "environment.checked",
                        "application-user.ready");
    }

    @Test
    void goesOnInAnotherBrowser() throws IOException, InterruptedException {
        WebBrowser first = stepping();
        WebBrowser second = stepping();
        Page ladder = ladderAfterACrash(first, second);

        follow(second, ladder.submit("Create it for me").clickLink("Continue"));

        assertConnected(second, first);
    }

    @Test
    @Tag("failure") // A server has to be silent for more than a minute before another one takes its work over.
    void takesOverTheWorkOfAServerThatDied() throws IOException, InterruptedException {
        WebBrowser first = stepping();
        WebBrowser second = stepping();
        Page ladder = ladderAfterACrash(first, second);
        // The application user is there, its role is on the way: it arrives after whoever ordered it is gone.
        slow("systemuserroles_association");
        follow(second, ladder.submit("Create it for me").clickLink("Continue"));
        await(() -> isAsked("systemuserroles_association"));
        crash();

        WebBrowser third = stepping();
        // The tenant has consented: the sign-in leads to the progress at once.
        Page working = signedIn(third);
        assertThat(working.url()).hasPath("/connect/progress");
        Page interrupted = look(third, INTERRUPTED);
        follow(third, interrupted.submit("for me").clickLink("Continue"));

        assertConnected(third, second, first);
    }

    /** The server dies while the consent of the first browser is on its way; the second one gets to the ladder. */
    private Page ladderAfterACrash(WebBrowser first, WebBrowser second) throws IOException, InterruptedException {
        gateway.simulator().entraId().propagationDelay(Duration.ofHours(1));
        Page consent = signedIn(first);
        assertThat(walk(first, consent.submit("Accept")).text()).contains(PROPAGATING);
        crash();

        walk(second, signedIn(second).submit("Accept"));
        letTheConsentArrive();
        return look(second, LADDER);
    }

    private void assertConnected(WebBrowser... browsers) throws InterruptedException {
        for (WebBrowser browser : browsers) {
            assertThat(look(browser, CONNECTED).text()).contains(CustomersGateway.SECURITY_ROLE);
        }
        assertConnectedOnce();
        assertThat(events()).containsOnlyOnce("tenant.consented", "environment.added", "application-user.ready");
    }

    /** A browser that stops before every redirect that leads to the gateway. */
    private WebBrowser stepping() {
        return gateway.browser().stoppingBefore(target -> target.toString().startsWith(gateway.address() + "/"));
    }

    /** From the address to the page to which the sign-in leads. */
    private Page signedIn(WebBrowser browser) {
        Page address = browser.get(gateway.page("/connect?environment=https://" + environment.host()));
        Page tenant = follow(browser, address.submit("Continue"));
        return walk(browser, signIn(tenant.submit("Sign in with Microsoft")));
    }

    private static Page signIn(Page leaving) {
        Page picked = leaving.clickLink("Continue").submit(GRACE);
        return picked.location().isPresent() ? picked : picked.submit("Accept");
    }

    private static Page follow(WebBrowser browser, Page redirect) {
        URI target = redirect.location().orElseThrow(() -> new AssertionError(redirect.text()));
        return browser.get(target);
    }

    private static Page walk(WebBrowser browser, Page page) {
        return page.location().isPresent() ? walk(browser, follow(browser, page)) : page;
    }

    private Page look(WebBrowser browser, String words) throws InterruptedException {
        return look(browser, browser.get(gateway.page("/connect/progress?environment=" + environment.host())), words);
    }

    /** Looks again as often as the page says, until it has those words. */
    private static Page look(WebBrowser browser, Page first, String words) throws InterruptedException {
        Page page = walk(browser, first);
        Instant end = Instant.now().plus(PATIENCE);
        while (!page.text().contains(words)) {
            assertThat(page.header("Refresh")).as(page.text()).isPresent();
            assertThat(Instant.now()).as(page.text()).isBefore(end);
            Thread.sleep(1_000);
            page = browser.get(page.url());
        }
        return page;
    }

    private void crash() throws IOException, InterruptedException {
        gateway.server().kill();
        gateway.server().startAgain();
    }

    private void crashWithHalfAForm(WebBrowser browser, Page page) throws IOException, InterruptedException {
        try (Wire wire = Wire.open(gateway.api())) {
            wire.send("POST /connect HTTP/1.1\r\nHost: " + gateway.address().getAuthority()
                    + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\nCookie: s2s="
                    + browser.cookie(page.url(), "s2s") + "\r\n\r\nformToken="
                    + page.field("formToken").orElseThrow() + "&environment=https%3A%2F%2F");
            assertThat(gateway.api().get("/api/health/live").statusCode()).isEqualTo(200);
            crash();
        }
    }

    private void letTheConsentArrive() {
        gateway.simulator().entraId().grantIn(environment.place().tenant());
    }

    private void slow(String target) {
        gateway.simulator().faults().order("adventure-works", target, 1, new Fault.Delay(Duration.ofSeconds(20)));
    }

    private boolean isAsked(String target) {
        return environment.requests().stream()
                .anyMatch(request -> request.target().contains(target));
    }

    private static void await(BooleanSupplier fact) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!fact.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(100);
        }
    }

    private void assertConnectedOnce() {
        assertThat(items("/api/tenants"))
                .filteredOn(tenant -> tenant.getString("status").equals("consented"))
                .extracting(tenant -> tenant.getString("tenantId"))
                .containsExactly(ADVENTURE_WORKS, "c0a00000-0000-4000-8000-000000000001");
        assertThat(items("/api/tenants/" + ADVENTURE_WORKS + "/environments"))
                .extracting(known -> known.getString("host") + " " + known.getString("status"))
                .containsExactly(environment.host() + " connected");
        assertThat(environment.requests())
                .filteredOn(request ->
                        request.method().equals("POST") && request.target().endsWith("/systemusers"))
                .hasSize(1);
        ApplicationUser user = environment.applicationUser(CLIENT_ID).orElseThrow();
        assertThat(user.disabled()).isFalse();
        assertThat(user.roles()).containsExactly(CustomersGateway.SECURITY_ROLE);
    }

    /** What happened to the tenant, the oldest first. */
    private List<String> events() {
        List<String> actions = new ArrayList<>(items("/api/tenants/" + ADVENTURE_WORKS + "/events?limit=200").stream()
                .map(event -> event.getString("action"))
                .toList());
        Collections.reverse(actions);
        return actions;
    }

    private List<JsonObject> items(String path) {
        return json(gateway.api().getAs("operator-tool", path))
                .getJsonArray("items")
                .getValuesAs(JsonObject.class);
    }
}
