package org.s2sgateway.it;

import com.microsoft.playwright.Page;
import java.util.List;
import org.s2sgateway.testing.Chromium;

/** Somebody in front of a real browser who goes through the onboarding, button by button. Not thread-safe. */
final class CustomerAtScreen implements AutoCloseable {

    private final CustomersGateway gateway;
    private final Chromium.Visitor visitor;
    private int clicks;

    CustomerAtScreen(CustomersGateway gateway, Chromium.Options options) {
        this.gateway = gateway;
        this.visitor = options.visit();
    }

    Chromium.Visitor visitor() {
        return visitor;
    }

    Page page() {
        return visitor.page();
    }

    /** Enters an address of the gateway. */
    CustomerAtScreen open(String pathAndQuery) {
        page().navigate(gateway.page(pathAndQuery).toString());
        return this;
    }

    /** Presses what has that id, and waits for what comes then. */
    CustomerAtScreen press(String id) {
        return click("#" + id);
    }

    /** Picks an account at the identity provider. */
    CustomerAtScreen pick(String account) {
        return click("button[value='" + account + "']");
    }

    /** Decides at the identity provider: accept, cancel ... */
    CustomerAtScreen decide(String decision) {
        String before = page().url();
        click("button[name=consent][value='" + decision + "']");
        page().waitForURL(url -> !url.equals(before));
        return this;
    }

    /** Waits until something of that kind is shown, over all the pages that come by themselves. */
    CustomerAtScreen await(String selector) {
        page().waitForSelector(selector);
        return this;
    }

    /** From the address of an environment to the account with which it goes on. */
    CustomerAtScreen signIn(String environment, String account) {
        return open("/connect?environment=" + host(environment))
                .press("continue")
                .press("signIn")
                .pick(account);
    }

    /** The same for who is asked first to sign in and then to consent; ends on the page that shows the progress. */
    CustomerAtScreen connect(String environment, String account) {
        return signIn(environment, account).decide("accept").decide("accept").await("#progress");
    }

    String host(String environment) {
        return gateway.simulator().host(environment);
    }

    /** How often a button or a link was pressed, here and at the identity provider. */
    int clicks() {
        return clicks;
    }

    /** What the browser complained about on the gateway's own pages, but for answers that are refusals. */
    List<String> complaints() {
        return visitor.complaints().stream()
                .filter(complaint ->
                        !complaint.contains(gateway.simulator().authority().toString()))
                .filter(complaint -> !complaint.contains("the server responded with a status of 4"))
                .toList();
    }

    @Override
    public void close() {
        visitor.close();
    }

    private CustomerAtScreen click(String selector) {
        page().click(selector);
        clicks++;
        return this;
    }
}
