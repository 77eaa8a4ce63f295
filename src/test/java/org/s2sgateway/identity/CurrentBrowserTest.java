package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import jakarta.servlet.http.Cookie;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.s2sgateway.identity.Identification.Known;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.settings.PublicUrl;
import org.s2sgateway.testing.TestExchange;

/** Who is there, as far as one request tells. */
class CurrentBrowserTest {

    private static final String HTTPS = "https://gateway.example";
    private static final String KEY = "k".repeat(43);

    private final List<String> asked = new ArrayList<>();
    private Optional<SignedIn> alive = Optional.empty();
    private Optional<SignedIn> lapsed = Optional.empty();

    @Test
    void knowsABrowserByItsCookie() {
        CurrentBrowser browser = browser(HTTPS);
        TestExchange page = new TestExchange("GET", "/")
                .cookie("s2s", "z".repeat(43))
                .cookie("__Host-s2s", "too short")
                .cookie("__Host-s2s", KEY);

        assertThat(browser.find(page.request()).map(it -> it.key().reveal())).contains(KEY);
        assertThat(browser.of(page.request(), page.response()).key().reveal()).isEqualTo(KEY);
        assertThat(page.given).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"https://gateway.example, __Host-s2s, true", "http://localhost:8080, s2s, false"})
    void givesACookieToABrowserThatWasNotHere(String address, String name, boolean secure) {
        CurrentBrowser browser = browser(address);
        TestExchange page = new TestExchange("GET", "/").cookie("other", KEY);
        assertThat(browser.find(page.request())).isEmpty();

        Browser fresh = browser.of(page.request(), page.response());

        assertThat(page.given).hasSize(1);
        Cookie cookie = page.given.get(0);
        assertThat(cookie.getName()).isEqualTo(name);
        assertThat(cookie.getValue()).isEqualTo(fresh.key().reveal()).matches("[A-Za-z0-9_-]{43}");
        assertThat(cookie.getPath()).isEqualTo("/");
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSecure()).isEqualTo(secure);
        assertThat(cookie.getAttribute("SameSite")).isEqualTo("Lax");
        assertThat(browser.of(page.request(), page.response())).isEqualTo(fresh);
        assertThat(browser.find(page.request())).contains(fresh);
        assertThat(page.given).hasSize(1);
    }

    @Test
    void knowsNobodyWhoSendsNoCookie() {
        assertThat(browser(HTTPS).find(new TestExchange("GET", "/").request())).isEmpty();
    }

    @Test
    void isAnotherBrowserFromTheChangeOn() {
        CurrentBrowser browser = browser(HTTPS);
        TestExchange page = new TestExchange("GET", "/").cookie("__Host-s2s", KEY);

        Browser fresh = browser.change(page.response());

        assertThat(fresh.key().reveal()).isNotEqualTo(KEY);
        assertThat(browser.find(page.request())).contains(fresh);
        assertThat(page.given).singleElement().satisfies(cookie -> assertThat(cookie.getValue())
                .isEqualTo(fresh.key().reveal()));
    }

    @Test
    void hasATokenForFormsOnlyWhereTheFrontDoorSaidSo() {
        FormToken token = new FormToken();
        token.browser = browser(HTTPS);
        assertThatIllegalStateException().isThrownBy(token::getValue);

        TestExchange page = new TestExchange("GET", "/connect").cookie("__Host-s2s", KEY);
        token.prepare(page.request(), page.response());
        assertThat(token.getValue())
                .isEqualTo(token.browser.find(page.request()).orElseThrow().formToken());
    }

    @Test
    void looksUpOnceWhoIsSignedIn() {
        alive = Optional.of(person(Set.of()));
        CurrentPerson person = person();
        TestExchange page = new TestExchange("GET", "/").cookie("__Host-s2s", KEY);

        assertThat(person.find(page.request())).isEqualTo(alive);
        assertThat(person.find(page.request())).isEqualTo(alive);
        assertThat(asked).containsExactly("alive");
    }

    @Test
    void looksUpOnceThatNobodyIs() {
        CurrentPerson person = person();
        TestExchange page = new TestExchange("GET", "/").cookie("__Host-s2s", KEY);

        assertThat(person.find(page.request())).isEmpty();
        assertThat(person.find(page.request())).isEmpty();
        assertThat(asked).containsExactly("alive");
        assertThat(person().find(new TestExchange("GET", "/").request())).isEmpty();
    }

    @Test
    void knowsStaffThatIsOrWasSignedIn() {
        TestExchange page = new TestExchange("GET", "/").cookie("__Host-s2s", KEY);
        assertThat(person().isLatelyStaff(page.request())).isFalse();

        alive = Optional.of(person(Set.of()));
        assertThat(person().isLatelyStaff(page.request())).isFalse();

        alive = Optional.of(person(Set.of(Roles.GATEWAY_AUDITOR)));
        assertThat(person().isLatelyStaff(page.request())).isTrue();

        alive = Optional.empty();
        lapsed = Optional.of(person(Set.of(Roles.GATEWAY_AUDITOR)));
        assertThat(person().isLatelyStaff(page.request())).isTrue();
        assertThat(person().isLatelyStaff(new TestExchange("GET", "/").request()))
                .isFalse();
    }

    @Test
    void givesTheCallerToWhoeverAsksForIt() {
        Caller orders = TestCallers.of("orders", Set.of(), Map.of());
        CurrentCaller current = new CurrentCaller();
        TestExchange call = new TestExchange("GET", "/api/tenants");
        current.request = call.request();
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(current::caller)
                .satisfies(refusal -> assertThat(refusal.type()).isEqualTo(ProblemType.UNAUTHENTICATED));

        new Known(orders).attachTo(current.request);
        assertThat(current.caller()).isSameAs(orders);
    }

    private static CurrentBrowser browser(String address) {
        CurrentBrowser browser = new CurrentBrowser();
        browser.publicUrl = new PublicUrl(address);
        return browser;
    }

    private CurrentPerson person() {
        CurrentPerson person = new CurrentPerson();
        person.browser = browser(HTTPS);
        person.sessions = new BrowserSessions() {
            @Override
            public Optional<SignedIn> find(Browser browser) {
                asked.add("alive");
                return alive;
            }

            @Override
            public Optional<SignedIn> lapsed(Browser browser) {
                return lapsed;
            }
        };
        return person;
    }

    private static SignedIn person(Set<String> roles) {
        UUID somebody = UUID.fromString("5f0d3a9c-1111-4222-8333-444455556666");
        return new SignedIn(somebody, somebody, "Ada", Set.of(), roles, Optional.empty(), Instant.EPOCH);
    }
}
