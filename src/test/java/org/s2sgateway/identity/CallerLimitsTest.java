package org.s2sgateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.testing.MovableTimeline;
import org.s2sgateway.testing.TestExchange;

class CallerLimitsTest {

    private static final String HERE = "192.0.2.1";
    private static final String PROXY = "10.0.0.1";
    private static final String CALLBACK = "/sign-in/callback";

    private final MovableTimeline time = new MovableTimeline();
    private final CallerLimits limits = new CallerLimits();
    private final List<String> counted = new ArrayList<>();
    private Optional<SignedIn> signedIn = Optional.empty();

    @BeforeEach
    void open() {
        limits.config = new LimitsConfig(2, 3);
        limits.proxies = new TrustedProxies(List.of(PROXY));
        limits.person = new CurrentPerson() {
            @Override
            public Optional<SignedIn> find(HttpServletRequest request) {
                return signedIn;
            }
        };
        limits.refusedCalls = new RefusedCalls() {
            @Override
            public void ofNobody(String code) {
                counted.add(code);
            }
        };
        limits.time = time::now;
        limits.open();
    }

    @Test
    void refusesAnAddressThatTriesTooOften() {
        assertThat(attempt(HERE)).isEmpty();
        assertThat(attempt(HERE)).isEmpty();
        time.advance(Duration.ofMillis(20_001));

        Refusal refused = attempt(HERE).orElseThrow();

        assertThat(refused).hasMessageStartingWith("S2S.TooManyAttempts: ").hasMessageContaining("from this address");
        assertThat(refused.headers()).containsExactly(Map.entry("Retry-After", "40"));
        assertThat(attempt("192.0.2.2")).isEmpty();
        time.advance(Duration.ofSeconds(40));
        assertThat(attempt(HERE)).isEmpty();
    }

    @Test
    void knowsWhoIsBehindAProxyOfOurs() {
        assertThat(attempt(PROXY, "203.0.113.1")).isEmpty();
        assertThat(attempt(PROXY, "203.0.113.2")).isEmpty();
        assertThat(attempt(PROXY, "203.0.113.1")).isEmpty();
        assertThat(attempt(PROXY, "198.51.100.1, 203.0.113.1")).isPresent();
        assertThat(attempt(PROXY, "203.0.113.2")).isEmpty();
    }

    @Test
    void believesNobodyElseWhereItComesFrom() {
        attempt(HERE, "203.0.113.1");
        attempt(HERE, "203.0.113.2");

        assertThat(attempt(HERE, "203.0.113.3")).isPresent();
    }

    @Test
    void refusesAConsumerThatIsRefusedTooOften() {
        Caller orders = TestCallers.of("orders", Set.of(), Map.of());
        for (int i = 0; i < 3; i++) {
            assertThat(limits.refused(orders)).isEmpty();
        }

        Refusal refused = limits.refused(orders).orElseThrow();

        assertThat(refused).hasMessageStartingWith("S2S.TooManyAttempts: ").hasMessageContaining("of this consumer");
        assertThat(refused.headers()).containsExactly(Map.entry("Retry-After", "60"));
        assertThat(limits.refused(TestCallers.of("others", Set.of(), Map.of()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /sign-in/callback, true",
        "GET, /connect/callback, true",
        "POST, /connect, true",
        "POST, /my/environment, true",
        "GET, /console, true",
        "HEAD, /console, true",
        "GET, /console/grant/edit, true",
        "HEAD, /console/what-there-will-be, true",
        "GET, /consoles, false",
        "GET, /my, false",
        "GET, /connect, false",
        "GET, /, false",
        "POST, /nothing, false"
    })
    void countsOnPagesWhatBeginsOrComesBack(String method, String path, boolean counts) {
        for (int i = 0; i < 2; i++) {
            assertThat(limits.atPage(TestRequests.of(method, HERE, path, List.of())))
                    .isEmpty();
        }

        assertThat(limits.atPage(TestRequests.of(method, HERE, path, List.of())).isPresent())
                .isEqualTo(counts);
        assertThat(counted).isEqualTo(counts ? List.of("S2S.TooManyAttempts") : List.of());
    }

    @Test
    void doesNotCountThatStaffReadsTheConsole() {
        signedIn = Optional.of(ada());
        for (int i = 0; i < 3; i++) {
            assertThat(limits.atPage(TestRequests.get(HERE, "/console/grants"))).isEmpty();
        }
        signedIn = Optional.empty();

        assertThat(limits.atPage(TestRequests.get(HERE, "/console/grants"))).isEmpty();
        assertThat(limits.atPage(TestRequests.get(HERE, "/console/grants"))).isEmpty();
        Refusal refused =
                limits.atPage(TestRequests.get(HERE, "/console/grants")).orElseThrow();
        assertThat(refused.headers()).containsExactly(Map.entry("Retry-After", "60"));
        assertThat(limits.atPage(TestRequests.get("192.0.2.2", "/console/grants")))
                .isEmpty();
    }

    @Test
    void refusesNobodyOnPagesWhoIsSignedIn() {
        for (int i = 0; i < 3; i++) {
            limits.atPage(TestRequests.get(HERE, CALLBACK));
        }
        signedIn = Optional.of(ada());

        assertThat(limits.atPage(TestRequests.get(HERE, CALLBACK))).isEmpty();
        assertThat(counted).containsExactly("S2S.TooManyAttempts");
    }

    @ParameterizedTest
    @CsvSource({
        "cross-site, no-cors, image, true",
        "same-site, cors, empty, true",
        "cross-site, navigate, iframe, true",
        "same-site, navigate, object, true",
        "cross-site, nested-navigate, , true",
        "cross-site, navigate, document, false",
        "cross-site, navigate, , false",
        "same-origin, no-cors, image, false",
        "none, navigate, document, false",
        "cross-site, , image, false",
        ", no-cors, image, false",
        ", , , false",
    })
    void takesNothingFromWhomAPageOfAnotherSiteHasLoadIt(
            String site, String mode, String destination, boolean imposed) {
        for (String path : List.of("/console", "/console/grants", CALLBACK, "/connect/callback")) {
            assertThat(limits.isImposed(
                            fetched("GET", path, site, mode, destination).request()))
                    .isEqualTo(imposed);
        }
        for (int i = 0; i < 2; i++) {
            limits.attempt(
                    fetched("GET", "/api/tenants", site, mode, destination).request());
        }

        assertThat(attempt(HERE).isPresent()).isNotEqualTo(imposed);
    }

    @Test
    void leavesOtherPagesToOtherSites() {
        for (String path : List.of("/", "/connect", "/my", "/sign-in/failed", "/assets/icon.svg")) {
            assertThat(limits.isImposed(fetched("GET", path, "cross-site", "no-cors", "image")
                            .request()))
                    .isFalse();
        }
    }

    @Test
    void countsATokenWhateverIsSaidOfAPageOfAnotherSite() {
        for (int i = 0; i < 2; i++) {
            assertThat(limits.attempt(fetched("GET", "/api/tenants", "cross-site", "no-cors", "image")
                            .with("Authorization", "Bearer a.b.c")
                            .request()))
                    .isEmpty();
        }

        assertThat(attempt(HERE)).isPresent();
    }

    private static TestExchange fetched(
            String method, String path, @Nullable String site, @Nullable String mode, @Nullable String destination) {
        TestExchange exchange = new TestExchange(method, path);
        Stream.of(new String[][] {{"Sec-Fetch-Site", site}, {"Sec-Fetch-Mode", mode}, {"Sec-Fetch-Dest", destination}})
                .filter(header -> header[1] != null)
                .forEach(header -> exchange.with(header[0], header[1]));
        return exchange;
    }

    private static SignedIn ada() {
        UUID somebody = UUID.fromString("5f0d3a9c-1111-4222-8333-444455556666");
        return new SignedIn(somebody, somebody, "Ada", Set.of(), Set.of(), Optional.empty(), Instant.EPOCH);
    }

    @ParameterizedTest
    @CsvSource({"'', 203.0.113.1, 1", "10.0.0.1, 203.0.113.1, 0", "'', '', 0"})
    void warnsOnceOfWhatMayBeAProxyThatNobodyNamed(String proxy, String forwardedFor, int warnings) {
        limits.proxies = new TrustedProxies(proxy.isEmpty() ? List.of() : List.of(proxy));
        Logger logger = Logger.getLogger(CallerLimits.class.getName());
        List<String> logged = new ArrayList<>();
        Handler recorder = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(recorder);
        try {
            for (int i = 0; i < 5; i++) {
                attempt(HERE, forwardedFor.isEmpty() ? new String[0] : new String[] {forwardedFor});
                assertThat(logged).hasSizeLessThanOrEqualTo(i < 2 ? 0 : 1);
            }
        } finally {
            logger.removeHandler(recorder);
        }
        assertThat(logged).hasSize(warnings);
    }

    private Optional<Refusal> attempt(String address, String... forwardedFor) {
        return limits.attempt(TestRequests.of("GET", address, "/api/tenants", List.of(forwardedFor)));
    }
}
