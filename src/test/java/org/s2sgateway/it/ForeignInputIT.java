package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Operator.ADVENTURE_WORKS;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.s2sgateway.testing.Page;

/** Forms that other sites send, and addresses that strangers write, to the pages of the onboarding. */
class ForeignInputIT {

    private static final String GRACE = "grace@adventure-works.example";

    private final RunningGateway run = GatewayRun.gateway();

    private CustomersGateway gateway;
    private Operator operator;

    @BeforeEach
    void startWithoutCustomers() {
        gateway = CustomersGateway.of(run);
        gateway.forgetCustomers();
        operator = new Operator(gateway);
    }

    @Test
    void acceptsNoFormWithoutTheTokenOfTheBrowser() {
        String stranger = Onboarder.at(gateway)
                .open("/sign-out")
                .page()
                .field("formToken")
                .orElseThrow();

        Onboarder grace = somebody().open("/connect?environment=https://" + host());
        assertForeign(grace, stranger, "Continue");
        grace.begin("adventure-works");
        assertForeign(grace, stranger, "Sign in with Microsoft", "Make a link for the administrator");
        String request = grace.request();
        grace.signIn(GRACE);
        grace.open("/connect/consent?request=" + request);
        assertForeign(grace, stranger, "Go to the consent");
        grace.goToConsent().press("cancel");
        assertForeign(grace, stranger, "Try again");
        grace.press("Try again").consent();
        assertThat(grace.heading()).isEqualTo("Almost there");
        assertForeign(grace, stranger, "Create it for me", "Check again");
        grace.press("Create it for me").awaitSettled();
        grace.open("/my");
        assertForeign(grace, stranger, "Disconnect now");
        grace.open("/my/environment?environment=" + host());
        assertForeign(grace, stranger, "Check again", "Disconnect it now");
        grace.open("/sign-out");
        assertForeign(grace, stranger, "Sign out");

        assertThat(operator.tenant(ADVENTURE_WORKS)).isEqualTo("consented");
        assertThat(operator.environment(host())).isEqualTo("connected");
        assertThat(grace.open("/my").text()).contains(host());
    }

    private static void assertForeign(Onboarder person, String stranger, String... buttons) {
        for (String button : buttons) {
            for (String token : List.of("", "x", stranger)) {
                Page refused = person.page().submitWithoutFollowing(button, Map.of("formToken", token));
                assertThat(refused.status()).as(button).isEqualTo(403);
                assertThat(refused.text()).as(button).contains("S2S.ForeignForm");
            }
        }
    }

    static Stream<Arguments> parameters() {
        List<String> evil = List.of(
                "\"><script>alert(1)</script>",
                "'onmouseover='alert(1)",
                "\"onmouseover=\"alert(1)",
                "https://evil.example/",
                "//evil.example",
                "/\\evil.example",
                "javascript:alert(1)",
                "#{7*7}",
                "${7*7}",
                "a\r\nSet-Cookie: evil=1");
        return Stream.of(
                        "/connect?environment=",
                        "/connect?invitation=",
                        "/connect?token=",
                        "/connect/tenant?request=",
                        "/connect/tenant?link=",
                        "/connect/consent?request=",
                        "/connect/consent?ask=",
                        "/connect/progress?environment=",
                        "/connect/progress?errand=",
                        "/connect/progress?still=1&environment=",
                        "/connect/ended?request=",
                        "/connect/ended?code=",
                        "/connect/leaving?to=",
                        "/my?back=",
                        "/my/environment?environment=",
                        "/sign-in/failed?code=",
                        "/sign-in/failed?back=",
                        "/sign-in/failed?code=S2S.SignInExpired&back=",
                        "/sign-out?back=")
                .flatMap(place -> evil.stream().map(value -> Arguments.of(place, value)));
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void showsParametersAsTextAndLeadsNobodyAway(String place, String value) {
        URI url = gateway.page(place + URLEncoder.encode(value, StandardCharsets.UTF_8));

        Page page = gateway.browser().stoppingBefore(this::isElsewhere).get(url);

        assertThat(page.status()).isIn(200, 400, 404);
        assertThat(page.location()).isEmpty();
        assertThat(page.header("Refresh")).isEmpty();
        assertThat(page.header("Set-Cookie").orElse("")).doesNotContain("evil");
        String body = page.body();
        assertThat(body).doesNotContain("<script", "http-equiv=\"refresh\"");
        assertThat(body).doesNotContainPattern("(href|action|src)=\"(https://evil|//evil|/\\\\|javascript:)");
        assertThat(body.replaceAll("=\"[^\"]*\"", "")).doesNotContainPattern("<[^>]*onmouseover");
        assertThat(body).doesNotContain(">49<", "\"49\"");
    }

    @Test
    void leadsToNobodysAddressAfterTheSignIn() {
        for (String back : List.of("https://evil.example", "//evil.example", "/\\evil.example")) {
            Onboarder paul = somebody()
                    .open("/my?back=" + URLEncoder.encode(back, StandardCharsets.UTF_8))
                    .signIn("paul@fabrikam.example");
            assertThat(paul.place()).isEqualTo("/my");
        }
    }

    @Test
    void offersNoFormOfAnotherBrowsersRequest() {
        Onboarder grace = somebody().begin("adventure-works");
        String request = grace.request();
        grace.signIn(GRACE).press("cancel");
        String ended = grace.request();

        Onboarder stranger = somebody();
        for (String place : List.of("/connect/tenant?request=", "/connect/consent?request=")) {
            stranger.open(place + request);
            assertThat(stranger.text()).contains("Nothing is under way here").doesNotContain(host());
        }
        stranger.open("/connect/ended?request=" + ended);
        assertThat(stranger.code()).isEqualTo("S2S.ConsentUnknown");
        assertThat(stranger.press("Try again").heading()).isEqualTo("Connect a Dataverse environment");
    }

    @Test
    void keepsSecretsOutOfTheLog() throws IOException {
        Onboarder grace = somebody().begin("adventure-works").press("Sign in with Microsoft");
        String signIn = grace.state();
        grace.press(GRACE).press("Accept");
        String consent = grace.state();
        grace.consent();

        assertThat(gateway.server().log())
                .doesNotContain(signIn, consent, grace.browser().cookie(gateway.address(), "s2s"));
    }

    private boolean isElsewhere(URI url) {
        return !url.toString().startsWith(gateway.address() + "/");
    }

    private Onboarder somebody() {
        return Onboarder.at(gateway);
    }

    private String host() {
        return gateway.simulator().host("adventure-works");
    }
}
