package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.s2sgateway.simulator.wire.Faults;
import org.s2sgateway.testing.Chromium;
import org.s2sgateway.testing.NeedsChromium;

/** The whole onboarding as people see it, in a real browser: every page and every ending, reached by clicking. */
@NeedsChromium
class OnboardingPagesIT {

    private static final String GRACE = "grace@adventure-works.example";
    private static final String PAUL = "paul@fabrikam.example";
    private static final String FABRIKAM = "fab00000-0000-4000-8000-000000000002";

    private static Chromium chromium;
    private static PageReview review;

    private final RunningGateway run = GatewayRun.gateway();

    private CustomersGateway gateway;

    @BeforeAll
    static void startBrowser() {
        chromium = Chromium.start(System.getProperty("arquillian.launch"));
        review = new PageReview(chromium);
    }

    @AfterAll
    static void stopBrowser() {
        chromium.close();
    }

    @BeforeEach
    void forgetCustomers() {
        gateway = CustomersGateway.of(run);
        gateway.forgetCustomers();
    }

    @Test
    void leadFromTheAddressToTheConnectedEnvironment() {
        try (CustomerAtScreen grace = somebody(chromium.desktop())) {
            grace.open("/");
            review.skim(grace.visitor(), "start");
            grace.open("/connect");
            review.inspectAnswer(grace.visitor(), "connect");
            grace.open("/connect?environment=" + grace.host("adventure-works"));
            review.skim(grace.visitor(), "connect-prefilled");
            grace.press("continue");
            review.inspectAnswer(grace.visitor(), "tenant");
            grace.visitor().stayBefore(OnboardingPagesIT::isElsewhere);
            grace.press("signIn");
            review.skim(grace.visitor(), "leaving");
            grace.visitor().moveOn();
            grace.page().click("main .button");
            grace.pick(GRACE).decide("accept").decide("accept").await("#progress");
            review.skim(grace.visitor(), "progress-missing");
            grace.page().click("summary");
            review.inspectAnswer(grace.visitor(), "progress-missing-by-hand");
            grace.press("create").await("#facts");
            review.inspectAnswer(grace.visitor(), "connected");

            grace.open("/connect?environment=" + grace.host("adventure-works-no-role"))
                    .press("continue");
            review.skim(grace.visitor(), "tenant-signed-in");
            grace.press("signIn").await("#progress");
            review.skim(grace.visitor(), "progress-no-role");
            grace.open("/my");
            review.inspectAnswer(grace.visitor(), "my");
            grace.open("/my/environment?environment=" + grace.host("adventure-works"));
            review.skim(grace.visitor(), "my-environment");
            grace.page().click("summary");
            review.inspectAnswer(grace.visitor(), "my-environment-disconnect");
            grace.open("/sign-out");
            review.skim(grace.visitor(), "sign-out");
            assertThat(grace.complaints()).isEmpty();
        }
    }

    @Test
    void takeSixClicksAndTwoMinutesAtMost() {
        Instant begun = Instant.now();
        try (CustomerAtScreen grace = somebody(chromium.desktop().dark())) {
            grace.connect("adventure-works", GRACE).press("create").await("#facts");

            assertThat(grace.page().innerText("main")).contains("S2S Gateway Access");
            assertThat(grace.clicks()).isLessThanOrEqualTo(6);
            assertThat(grace.complaints()).isEmpty();
            Duration taken = Duration.between(begun, Instant.now());
            System.out.println("From the address to the connected environment: " + grace.clicks() + " clicks, "
                    + taken.toMillis() + " ms");
            assertThat(taken).isLessThan(Duration.ofMinutes(2));
        }
    }

    @Test
    void leadThereWithoutScriptsOnAGermanPhone() {
        try (CustomerAtScreen grace = somebody(chromium.phone().german().dark().withoutScripts())) {
            grace.open("/connect?environment=" + grace.host("adventure-works"));
            review.glance(grace.visitor(), "walk-1-connect");
            grace.press("continue");
            review.glance(grace.visitor(), "walk-2-tenant");
            grace.press("signIn").pick(GRACE).decide("accept").decide("accept").await("#progress");
            review.glance(grace.visitor(), "walk-3-progress");
            grace.press("create").await("#facts");
            review.glance(grace.visitor(), "walk-4-connected");
            grace.open("/my");
            review.glance(grace.visitor(), "walk-5-my");
            assertThat(grace.complaints()).isEmpty();
        }
    }

    @Test
    void canBeWalkedWithTheKeyboard() {
        try (CustomerAtScreen grace = somebody(chromium.desktop())) {
            Page page = grace.open("/connect").page();
            for (int tabs = 0; !"environment".equals(focused(page, "id")); tabs++) {
                assertThat(tabs).isLessThan(6);
                page.keyboard().press("Tab");
                assertThat(focusRing(page)).isGreaterThanOrEqualTo(2);
            }
            grace.visitor().screenshot("connect-focus");
            page.keyboard().type("https://" + grace.host("adventure-works") + "/main.aspx?appid=1");
            page.keyboard().press("Enter");

            page.waitForURL("**/connect/tenant**");
            while (!"signIn".equals(focused(page, "id"))) {
                page.keyboard().press("Tab");
                assertThat(focusRing(page)).isGreaterThanOrEqualTo(2);
            }
            page.keyboard().press("Enter");
            page.waitForURL(OnboardingPagesIT::isElsewhere);
            assertThat(grace.complaints()).isEmpty();
        }
    }

    @Test
    void sayWhyAnAddressIsRefused() {
        try (CustomerAtScreen somebody = somebody(chromium.desktop())) {
            somebody.open("/connect?environment=https://contoso.dynamics.com.evil.example/main.aspx")
                    .press("continue");
            review.inspectAnswer(somebody.visitor(), "connect-refused");
            assertThat(somebody.page().getAttribute("#environment", "aria-invalid"))
                    .isEqualTo("true");
            String described = somebody.page().getAttribute("#environment", "aria-describedby");
            assertThat(somebody.page().innerText("#" + described.split(" ")[1])).isNotBlank();
            somebody.page().click("[role=alert] a");
            assertThat(focused(somebody.page(), "id")).isEqualTo("environment");

            somebody.open("/connect?invitation=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
            review.skim(somebody.visitor(), "connect-invitation-void");
            assertThat(somebody.complaints()).isEmpty();
        }
        try (CustomerAtScreen german = somebody(chromium.phone().german())) {
            german.open("/connect?environment=https://127.0.0.1/").press("continue");
            review.glance(german.visitor(), "connect-refused");
        }
    }

    @Test
    void makeALinkForTheAdministrator() {
        try (CustomerAtScreen somebody = somebody(chromium.desktop())) {
            somebody.open("/connect?environment=" + somebody.host("adventure-works"))
                    .press("continue")
                    .press("makeLink");
            review.skim(somebody.visitor(), "tenant-link");
            String link = somebody.page().innerText(".copy");
            somebody.press("withdrawLink");
            review.skim(somebody.visitor(), "tenant-link-withdrawn");
            assertThat(link).contains("/connect?invitation=");
            somebody.open("/connect/tenant");
            review.inspect(somebody.visitor(), "tenant-over");
            somebody.open("/connect/consent");
            review.skim(somebody.visitor(), "consent-over");
            assertThat(somebody.complaints()).isEmpty();
        }
    }

    @Test
    void sayThatTheConsentWasDeclined() {
        try (CustomerAtScreen grace = somebody(chromium.desktop())) {
            grace.signIn("adventure-works", GRACE)
                    .decide("accept")
                    .decide("cancel")
                    .await("#tryAgain");
            review.inspect(grace.visitor(), "ended");
            grace.press("tryAgain").await("#consent");
            review.skim(grace.visitor(), "consent");
            grace.press("consent").decide("accept").await("#progress");
            assertThat(grace.complaints()).isEmpty();
        }
    }

    @Test
    void showTheConsentArrivingAtMicrosoft() {
        gateway.simulator().entraId().propagationDelay(Duration.ofMinutes(2));
        try (CustomerAtScreen grace = somebody(chromium.desktop())) {
            grace.connect("adventure-works", GRACE).open(progress(grace, "adventure-works") + "&still=1");
            review.inspect(grace.visitor(), "progress-propagating-stopped");
            grace.page().click("main a >> nth=-1");
            grace.visitor().stayBefore(url -> url.contains("/connect/progress"));
            review.skim(grace.visitor(), "progress-propagating");
            assertThat(grace.complaints()).isEmpty();
        }
    }

    @Test
    void showTheWorkOnTheApplicationUser() {
        try (CustomerAtScreen grace = somebody(chromium.desktop())) {
            grace.connect("adventure-works-soft-deleted", GRACE);
            review.glance(grace.visitor(), "progress-soft-deleted");
            gateway.simulator().faults().delay("adventure-works-soft-deleted", Faults.ALWAYS, Duration.ofSeconds(2));
            grace.press("create").await(".waiting");
            grace.visitor().stayBefore(url -> url.contains("/connect/progress"));
            review.skim(grace.visitor(), "progress-working");
            gateway.simulator().faults().clear();
            grace.visitor().moveOn();
            grace.open(progress(grace, "adventure-works-soft-deleted")).await("#facts");
            assertThat(grace.complaints()).isEmpty();
        }
    }

    @Test
    void showWhatStandsInTheWay() {
        try (CustomerAtScreen grace = somebody(chromium.desktop())) {
            grace.connect("adventure-works-disabled", GRACE);
            review.skim(grace.visitor(), "progress-disabled");
            grace.open("/connect?environment=" + grace.host("adventure-works-firewall"))
                    .press("continue")
                    .press("signIn")
                    .await("#progress");
            review.inspect(grace.visitor(), "progress-firewall");
            gateway.api()
                    .send(gateway.api()
                            .requestAs("operator-tool", "/api/tenants/ad000000-0000-4000-8000-000000000003")
                            .header("Content-Type", "application/json")
                            .method("PATCH", BodyPublishers.ofString("{\"status\":\"suspended\"}")));
            grace.open(progress(grace, "adventure-works-firewall"));
            review.skim(grace.visitor(), "progress-stuck");
            assertThat(grace.complaints()).isEmpty();
        }
    }

    @Test
    void tellAMemberWithoutARoleWhatIsMissing() {
        try (CustomerAtScreen paul = somebody(chromium.desktop())) {
            paul.signIn("fabrikam", PAUL);
            review.inspect(paul.visitor(), "consent-without-role");
            // What the identity provider would not say: a member makes the answer up.
            paul.press("consent").await("form[method=post]");
            String state = queryFields(paul).get("state");
            paul.open("/connect/callback?admin_consent=True&tenant=" + FABRIKAM + "&state=" + state);
            review.inspect(paul.visitor(), "progress-approval");
            paul.open("/my");
            review.skim(paul.visitor(), "my-without-standing");
            paul.open("/my/environment?environment=" + paul.host("fabrikam"));
            review.skim(paul.visitor(), "my-environment-unknown");

            try (CustomerAtScreen gina = somebody(chromium.desktop())) {
                gina.signIn("fabrikam", "gina@fabrikam.example")
                        .decide("accept")
                        .await("#progress");
            }
            paul.open(progress(paul, "fabrikam"));
            review.skim(paul.visitor(), "progress-standing");
            paul.press("prove").page().waitForURL(url -> url.contains("errand=prove"));
            review.skim(paul.visitor(), "progress-standing-not-shown");
            assertThat(paul.complaints()).isEmpty();
        }
    }

    @Test
    void haveNothingToShowAtFirst() {
        try (CustomerAtScreen grace = somebody(chromium.desktop())) {
            grace.open("/my");
            review.skim(grace.visitor(), "my-signed-out");
            grace.press("signIn").pick(GRACE).decide("accept").await("main h2");
            review.skim(grace.visitor(), "my-not-connected");
            // Signed in already, so that nothing but a form is between the tenant's page and Microsoft's consent.
            grace.open("/connect?environment=" + grace.host("adventure-works"))
                    .press("continue")
                    .press("signIn")
                    .press("consent")
                    .decide("accept")
                    .await("#progress");
            grace.open("/sign-in/failed?code=AADSTS50105&back=%2Fconnect");
            review.inspect(grace.visitor(), "sign-in-failed");
            assertThat(grace.complaints()).isEmpty();
        }
    }

    @Test
    void areFriendlyWhenSomethingIsNotServed() {
        try (CustomerAtScreen somebody = somebody(chromium.desktop())) {
            Response missing =
                    somebody.page().navigate(gateway.page("/connect/nothing").toString());
            assertThat(missing.status()).isEqualTo(404);
            review.skim(somebody.visitor(), "error-404");

            somebody.open("/connect?environment=" + somebody.host("adventure-works"));
            somebody.page().context().clearCookies();
            somebody.press("continue");
            review.skim(somebody.visitor(), "error-403");

            somebody.page()
                    .evaluate(
                            """
                            () => { const form = document.createElement('form'); form.method = 'post';
                                    form.action = '/sign-in/callback'; document.body.append(form); form.submit(); }
                            """);
            somebody.page().waitForURL("**/sign-in/callback");
            review.skim(somebody.visitor(), "error-405");
            assertThat(somebody.complaints()).isEmpty();
        }
    }

    private CustomerAtScreen somebody(Chromium.Options options) {
        return new CustomerAtScreen(gateway, options);
    }

    private static Map<String, String> queryFields(CustomerAtScreen customer) {
        return org.s2sgateway.testing.Page.fields(URI.create(customer.page().url()));
    }

    private static String progress(CustomerAtScreen customer, String environment) {
        return "/connect/progress?environment=" + customer.host(environment);
    }

    /** The gateway of this test speaks http, the identity provider https. */
    private static boolean isElsewhere(String url) {
        return url.startsWith("https://");
    }

    private static Object focused(Page page, String property) {
        return page.evaluate("name => document.activeElement[name]", property);
    }

    /** How wide the ring is around what has the focus, in pixels. */
    private static double focusRing(Page page) {
        Object width = page.evaluate(
                """
                () => { const style = getComputedStyle(document.activeElement);
                        return style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth); }
                """);
        return ((Number) width).doubleValue();
    }
}
