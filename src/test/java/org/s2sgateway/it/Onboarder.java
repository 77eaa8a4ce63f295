package org.s2sgateway.it;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.s2sgateway.testing.Page;
import org.s2sgateway.testing.WebBrowser;

/**
 * Somebody at a browser who connects an environment, one page after the other, and counts the clicks that it takes. Pages
 * that go on by themselves count none. For use by one thread at a time.
 */
final class Onboarder {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);
    private static final Pattern HEADING = Pattern.compile("<h1[^>]*>(.*?)</h1>", Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("<p class=\"code\"><code>([^<]*)</code>");
    private static final Pattern WHO = Pattern.compile("<strong>([^<]*)</strong> can put it right:");
    private static final Pattern FAILED_STEP =
            Pattern.compile("<li class=\"failed\">.*?<strong>([^<]*)</strong>", Pattern.DOTALL);

    private final CustomersGateway gateway;
    private final WebBrowser browser;
    private Page page;
    private Map<String, String> filledIn = Map.of();
    private int clicks;

    private Onboarder(CustomersGateway gateway, WebBrowser browser) {
        this.gateway = gateway;
        this.browser = browser;
        this.page = browser.get(gateway.page("/"));
    }

    /** Somebody new, with a browser without cookies. */
    static Onboarder at(CustomersGateway gateway) {
        return new Onboarder(gateway, gateway.browser());
    }

    /** Enters the address of one of the gateway's pages. */
    Onboarder open(String pathAndQuery) {
        return arrive(browser.get(gateway.page(pathAndQuery)));
    }

    /** Comes by a link to a page deep inside the environment, and continues to the question who signs in. */
    Onboarder begin(String environment) {
        String link = "https://" + host(environment) + "/main.aspx?appid=1&pagetype=dashboard";
        return open("/connect?environment=" + URLEncoder.encode(link, StandardCharsets.UTF_8))
                .press("Continue");
    }

    /** Types an address in, and continues. */
    Onboarder beginAt(String address) {
        return open("/connect").fillIn(Map.of("environment", address)).press("Continue");
    }

    /** Signs in as that person, and accepts what Microsoft asks for that, where it does. */
    Onboarder signIn(String person) {
        press("Sign in with Microsoft").press(person);
        boolean asked =
                page.url().getPath().endsWith("/authorize") && page.text().contains("Accept");
        return asked ? press("Accept") : this;
    }

    /** Goes to the consent, if the way did not lead there by itself, and accepts. */
    Onboarder consent() {
        return goToConsent().press("Accept");
    }

    /** Goes to Microsoft's page, if the way did not lead there by itself. */
    Onboarder goToConsent() {
        return page.url().getPath().equals("/connect/consent") ? press("Go to the consent") : this;
    }

    /** Presses a button, and goes on where a page does so by itself. */
    Onboarder press(String button) {
        clicks++;
        return arrive(page.submit(button, filledIn));
    }

    /** Presses a button with other fields than the page has. */
    Onboarder press(String button, Map<String, String> fields) {
        return fillIn(fields).press(button);
    }

    Onboarder click(String link) {
        clicks++;
        return arrive(page.clickLink(link));
    }

    /** Looks again as often as the page does it by itself, a minute at most. */
    Onboarder awaitSettled() {
        Instant end = Instant.now().plus(PATIENCE);
        while (page.header("Refresh").isPresent()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("not settled in time: " + page.text());
            }
            pause();
            arrive(browser.get(page.url()));
        }
        return this;
    }

    /** What Microsoft sends the browser back with when this button is pressed; the browser stays where it is. */
    URI answerTo(String button) {
        return page.submitWithoutFollowing(button, Map.of())
                .location()
                .orElseThrow(() -> new AssertionError("no answer, but " + page.text()));
    }

    /** Comes back from the consent with this query, as Microsoft or somebody else may have written it. */
    Onboarder comeBackWith(String query) {
        return open("/connect/callback?" + query);
    }

    /** The state of the consent or sign-in that Microsoft's page is about. */
    String state() {
        return Page.fields(page.url()).get("state");
    }

    int clicks() {
        return clicks;
    }

    Page page() {
        return page;
    }

    WebBrowser browser() {
        return browser;
    }

    String text() {
        return page.text();
    }

    /** Path and query of the page. */
    String place() {
        return page.url().getRawPath()
                + (page.url().getRawQuery() == null ? "" : "?" + page.url().getRawQuery());
    }

    String heading() {
        return found(HEADING).replaceAll("<[^>]*>", "").strip();
    }

    /** The first code on the page. */
    String code() {
        return found(CODE);
    }

    List<String> codes() {
        return CODE.matcher(page.body()).results().map(match -> match.group(1)).toList();
    }

    /** Who, the page says first, can put it right. */
    String who() {
        return found(WHO);
    }

    /** The first step of the ladder that failed. */
    String failedStep() {
        return found(FAILED_STEP);
    }

    /** The id of what this browser has under way, as the page's forms know it. */
    String request() {
        return page.field("request").orElseThrow(() -> new AssertionError("nothing is under way: " + page.text()));
    }

    private Onboarder fillIn(Map<String, String> fields) {
        filledIn = fields;
        return this;
    }

    private Onboarder arrive(Page next) {
        filledIn = Map.of();
        page = next;
        // A page with a meta refresh, which browsers follow by themselves.
        while (page.body().contains("<h1>On to your organisation</h1>")
                && page.body().contains("http-equiv=\"refresh\"")) {
            page = page.clickLink("Continue");
        }
        return this;
    }

    private String host(String environment) {
        return gateway.simulator().host(environment);
    }

    private String found(Pattern pattern) {
        Matcher matcher = pattern.matcher(page.body());
        if (!matcher.find()) {
            throw new AssertionError(
                    page.url().getRawPath() + " " + page.status() + " shows no such thing: " + page.text());
        }
        return matcher.group(1);
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
