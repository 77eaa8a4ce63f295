package org.s2sgateway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.s2sgateway.dataverse.Deadline;
import org.s2sgateway.dataverse.HeaderPolicy;
import org.s2sgateway.dataverse.RequestTarget;
import org.s2sgateway.odata.LinkMapping;
import org.s2sgateway.odata.Links;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.testing.MovableTimeline;

class PreparationTest {

    private static final String HOST = "contoso.crm4.dynamics.com";
    private static final Links LINKS =
            new LinkMapping("https://gateway.example/api/dataverse", List.of(HOST)).requests();

    private final Preparation preparation = new Preparation(null, new Arrivals(), new Uploads());

    /** A header that {@code Connection} names does not go up: what it forbids, Dataverse would do. */
    @ParameterizedTest
    @CsvSource({
        "update, If-Match, Connection, If-Match, create on accounts",
        "update, If-Match, connection, 'keep-alive, IF-MATCH', create on accounts",
        "create, If-None-Match, Connection, If-None-Match, update on accounts"
    })
    void judgesByNoHeaderThatStaysBehind(String verb, String header, String connection, String named, String lacks) {
        Map<String, List<String>> headers = headers(header, "*");
        assertThat(HeaderPolicy.values(prepared(verb, headers).call().headers(), header))
                .containsExactly("*");

        headers.put(connection, List.of(named));

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> prepared(verb, headers))
                .withMessageContaining("lacks: " + lacks);
    }

    private PreparedCall prepared(String verb, Map<String, List<String>> headers) {
        IncomingCall call = new IncomingCall(
                "PATCH",
                new EnvironmentHost(HOST),
                RequestTarget.parse("/api/data/v9.2/accounts(28630624-cac9-e811-a964-000d3a3ac063)", null),
                headers,
                null);
        Restriction restriction = TestGrants.restriction(TestGrants.of(Map.of("accounts", List.of(verb))));
        return preparation.single(call, "orders", Deadline.of(List.of(), new MovableTimeline()), LINKS, restriction);
    }

    private static Map<String, List<String>> headers(String name, String value) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Content-Type", List.of("application/json"));
        headers.put(name, List.of(value));
        return headers;
    }
}
