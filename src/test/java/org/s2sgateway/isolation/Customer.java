package org.s2sgateway.isolation;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.s2sgateway.simulator.Simulator;
import org.s2sgateway.testing.Page;
import org.s2sgateway.testing.WebBrowser;

/** A customer's administrator, who connects an environment at the gateway's pages. */
final class Customer {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

    private final WebBrowser browser;
    private Page page;

    private Customer(WebBrowser browser, URI start) {
        this.browser = browser;
        this.page = browser.get(start);
    }

    /** Returns when the gateway has nothing left to do. */
    static void connects(Simulator simulator, URI gateway, String environment, String person)
            throws InterruptedException {
        URI start = URI.create(gateway + "/connect?environment=" + simulator.host(environment));
        Customer customer = new Customer(new WebBrowser(simulator.trustingTls()), start);
        customer.press("Continue");
        customer.press("Sign in with Microsoft");
        customer.press(person);
        while (customer.isAsked()) {
            customer.press("Accept");
        }
        customer.awaitSettled();
        if (!customer.page.text().contains("is connected")) {
            throw new IllegalStateException(person + " could not connect " + environment + ": " + customer.page.text());
        }
    }

    private boolean isAsked() {
        if (page.url().getPath().equals("/connect/consent")) {
            press("Go to the consent");
        }
        return page.text().contains("Accept") && page.url().getScheme().equals("https");
    }

    private void press(String button) {
        page = page.submit(button);
        // Which browsers follow by themselves.
        while (page.body().contains("<h1>On to your organisation</h1>")
                && page.body().contains("http-equiv=\"refresh\"")) {
            page = page.clickLink("Continue");
        }
    }

    private void awaitSettled() throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (page.header("Refresh").isPresent() && Instant.now().isBefore(end)) {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
            page = browser.get(page.url());
        }
    }
}
