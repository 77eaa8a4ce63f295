package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.s2sgateway.testing.Chromium;
import org.s2sgateway.testing.NeedsChromium;

/** Pages as people see them: in a real browser, on a desk and on a phone, light and dark. */
@NeedsChromium
class PagesIT {

    private static Chromium chromium;

    private final RunningGateway gateway = GatewayRun.gateway();

    @BeforeAll
    static void startBrowser() {
        chromium = Chromium.start(System.getProperty("arquillian.launch"));
    }

    @AfterAll
    static void stopBrowser() {
        chromium.close();
    }

    @ParameterizedTest
    @CsvSource({"/, index", "/sign-out, sign-out", "/nothing, not-found"})
    void areReadableForEverybody(String path, String name) {
        look(path, name, chromium.desktop());
        look(path, name, chromium.desktop().dark());
        look(path, name, chromium.phone().german());
        look(path, name, chromium.phone().dark());
    }

    @Test
    void signOutWithAForm() {
        try (Chromium.Visitor visitor = chromium.desktop().withoutScripts().visit()) {
            Page page = visitor.page();
            page.navigate(gateway.address() + "/sign-out");
            String before = page.context().cookies().get(0).value;

            page.click("#signOut");

            assertThat(page.url()).isEqualTo(gateway.address() + "/");
            assertThat(page.context().cookies()).singleElement().satisfies(cookie -> {
                assertThat(cookie.name).isEqualTo("s2s");
                assertThat(cookie.value).isNotEqualTo(before);
                assertThat(cookie.httpOnly).isTrue();
            });
            assertThat(visitor.complaints()).isEmpty();
        }
    }

    @Test
    void offerTheFormAgainThatIsOfAnotherSession() {
        try (Chromium.Visitor visitor = chromium.phone().visit()) {
            Page page = visitor.page();
            page.navigate(gateway.address() + "/sign-out?from=somewhere");
            page.context().clearCookies();

            page.click("#signOut");

            assertThat(page.textContent("h1")).isEqualTo("This form was opened in another browser session");
            visitor.screenshot("foreign-form");
            page.click("main a");
            assertThat(page.url()).startsWith(gateway.address() + "/sign-out").doesNotContain("somewhere");
            page.click("#signOut");
            assertThat(page.url()).isEqualTo(gateway.address() + "/");
        }
    }

    private void look(String path, String name, Chromium.Options options) {
        try (Chromium.Visitor visitor = options.visit()) {
            visitor.page().navigate(gateway.address() + path);
            visitor.screenshot(name);

            assertThat(visitor.page().locator("h1").count()).isEqualTo(1);
            assertThat(visitor.overflow()).isZero();
            assertThat(visitor.inaccessible()).isEmpty();
            assertThat(visitor.complaints())
                    .filteredOn(complaint -> !complaint.contains("the server responded with a status of 404"))
                    .isEmpty();
        }
    }
}
