package org.s2sgateway.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLinesTest {

    private static final String LINE =
            "2026-11-22T05:00:00 INFO [org.s2sgateway.gateway.CallLog] %s GET %s: 200, 3 ms; client request %s,"
                    + " trace %s, service request 1";
    private static final String ID = "iso.0000ab.orders.contoso.7";

    private final LogLines lines = new LogLines(deployment(), "0000ab");

    @Test
    void takesALineThatNamesItsOwnConsumerAndEnvironment() {
        lines.look(LINE.formatted("client-1", "contoso.crm4.dynamics.com", ID, Asking.trace("0000ab", 7)));
        lines.look(LINE.formatted(
                "client-1", "nobody.crm4.dynamics.com", "iso.0000ab.orders.-.8", Asking.trace("0000ab", 8)));

        assertThat(lines.findings()).isEmpty();
        assertThat(lines.lines()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "client-2, contoso.crm4.dynamics.com, iso.0000ab.orders.contoso.7, 7",
        "client-1, fabrikam.crm4.dynamics.com, iso.0000ab.orders.contoso.7, 7",
        "client-1, contoso.crm4.dynamics.com, iso.0000ab.orders.-.7, 7",
        "client-1, elsewhere.crm4.dynamics.com, iso.0000ab.orders.contoso.7, 7",
        "client-1, contoso.crm4.dynamics.com, iso.0000ab.orders.contoso.7, 8"
    })
    void findsALineThatNamesSomebodyElse(String consumer, String host, String id, int trace) {
        lines.look(LINE.formatted(consumer, host, id, Asking.trace("0000ab", trace)));

        assertThat(lines.findings()).extracting(Finding::crossing).containsExactly(Crossing.LOG);
    }

    @Test
    void leavesTheLinesOfOthersAlone() {
        lines.look(LINE.formatted("x", "y", "iso.123456.orders.contoso.7", Asking.trace("123456", 7)));
        lines.look("2026-11-22T05:00:00 INFO [org.s2sgateway.start] ready");

        assertThat(lines.lines()).isZero();
        assertThat(lines.findings()).isEmpty();
    }

    private static Deployment deployment() {
        return new Deployment(
                URI.create("http://localhost:8080"),
                "http://localhost:8080",
                List.of(site("contoso"), site("fabrikam")),
                List.of(),
                List.of(consumer("orders", "client-1"), consumer("stock", "client-2")),
                Deployment.Limits.NONE);
    }

    private static Site site(String name) {
        return new Site(
                name,
                name + ".crm4.dynamics.com",
                "c0a00000-0000-4000-8000-000000000001",
                false,
                Optional.empty(),
                Optional.empty(),
                Site.Truth.UNKNOWN);
    }

    private static Consumer consumer(String name, String clientId) {
        return new Consumer(name, clientId, () -> "", Set.of(), Set.of(), Set.of(), Set.of());
    }
}
