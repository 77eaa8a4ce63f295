package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.s2sgateway.audit.ExportedChain;
import org.s2sgateway.testing.TestPeople;

/** The audit over HTTP: whether it is whole, and what can be taken away to verify elsewhere. */
class AuditIT {

    private static final String HOME = "c0a00000-0000-4000-8000-000000000001";
    /** The application's id of the operator's tool. */
    private static final String OPERATOR = "b0000000-0000-4000-8000-000000000002";

    private static final String LINES = "application/x-ndjson";

    private final RunningGateway gateway = GatewayRun.gateway();

    private String environment;

    @BeforeEach
    void registerAnEnvironment() {
        String host = gateway.simulator().host("contoso-large");
        environment = "/api/environments/" + host;
        HttpResponse<String> answer =
                gateway.send(gateway.requestAs("registry-manager", "/api/tenants/" + HOME + "/environments")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"url\":\"https://" + host + "\"}")));
        assertThat(answer.statusCode()).isIn(200, 201);
    }

    @Test
    void isWholeAfterChangesAtOnce() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(6);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                String status = i % 2 == 0 ? "disabled" : "active";
                all.add(callers.submit(() -> change(status)));
            }
            for (Future<?> one : all) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            callers.shutdownNow();
        }

        JsonObject report = verified("registry-reader");
        assertThat(report.getBoolean("whole")).as(report.toString()).isTrue();
        assertThat(report.getBoolean("withKey")).isTrue();
        assertThat(report.keySet()).containsExactly("at", "whole", "withKey", "problem", "explanation", "chains");
        JsonObject home = chain(report);
        assertThat(home.keySet())
                .containsExactly(
                        "tenantId",
                        "whole",
                        "number",
                        "problem",
                        "explanation",
                        "events",
                        "beforeTheChain",
                        "removed",
                        "erased",
                        "withoutKey",
                        "lastNumber",
                        "lastMac");
        assertThat(home.getInt("events")).isEqualTo(home.getInt("lastNumber")).isPositive();
        assertThat(home.getInt("withoutKey")).isZero();
        assertThat(verified("auditor-tool").getBoolean("whole")).isTrue();
    }

    @Test
    void givesEveryEventToVerifyElsewhere() {
        HttpResponse<String> answer = export("/api/events");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                .startsWith(LINES)
                .doesNotContain("qs");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");

        Map<String, List<String>> chains = lines(answer).stream()
                .collect(Collectors.groupingBy(
                        line -> object(line).get("tenantId").toString()));
        assertThat(chains).containsKey("\"" + HOME + "\"");
        assertThat(chains.values())
                .allSatisfy(chain -> assertThat(ExportedChain.of(chain, System.getenv("S2S_AUDIT_KEY")))
                        .isEqualTo("whole"));
    }

    @Test
    void goesOnBehindAnEarlierExportAndWithinATenant() {
        // Whatever another test has left.
        change("active");
        List<String> all = lines(export("/api/tenants/" + HOME + "/events"));
        long id = object(all.get(all.size() - 1)).getJsonNumber("id").longValue();
        change("disabled");
        change("active");

        List<String> later = lines(export("/api/tenants/" + HOME + "/events?after=" + id));

        assertThat(later)
                .extracting(line -> object(line).getString("action"))
                .contains("environment.disabled", "environment.activated");
        assertThat(object(later.get(0)).getString("previous"))
                .isEqualTo(object(all.get(all.size() - 1)).getString("mac"));
        assertThat(Answers.code(export("/api/events?after=x"))).isEqualTo("400 S2S.BadRequest");
        assertThat(Answers.code(export("/api/tenants/00000000-0000-4000-8000-00000000dead/events")))
                .isEqualTo("404 S2S.NotFound");
    }

    @Test
    void givesAPageToWhoeverTakesAnything() {
        for (String accept : List.of("*/*", "application/json", "application/json, application/x-ndjson;q=0.5")) {
            HttpResponse<String> answer = gateway.send(
                    gateway.requestAs("registry-reader", "/api/events").header("Accept", accept));

            assertThat(answer.statusCode()).as(accept).isEqualTo(200);
            assertThat(Answers.json(answer).getJsonArray("items")).isNotEmpty();
        }
    }

    @Test
    void isForReadersOfTheRegistryOnly() {
        assertThat(Answers.code(gateway.getAs("orders-service", "/api/events/verify")))
                .isEqualTo("403 S2S.NotPermitted");
        assertThat(Answers.code(gateway.get("/api/events/verify"))).isEqualTo("401 S2S.Unauthenticated");
        assertThat(Answers.code(gateway.send(
                        gateway.requestAs("orders-service", "/api/events").header("Accept", LINES))))
                .isEqualTo("403 S2S.NotPermitted");
    }

    /** On a server of its own, whose audit nobody has emptied between tests. */
    @Test
    void forgetsThePersonsOfATenantThatIsOffboardedWhereThatIsWanted() {
        gateway.simulator().entraId().reset();
        gateway.simulator().environments().forEach(it -> it.reset());
        CustomersGateway customers = CustomersGateway.start(gateway.simulator(), "erasing", Map.of());
        try {
            Operator operator = new Operator(customers);
            Onboarder gina = Onboarder.at(customers)
                    .begin("fabrikam")
                    .signIn("gina@fabrikam.example")
                    .consent();
            assertThat(gina.open("/my").text()).contains("tenant.consented", "By person ");
            String person = "person " + TestPeople.objectId(gateway.simulator().environment("fabrikam"), "gina");
            String tenant = "/api/tenants/" + Operator.FABRIKAM;

            operator.invite(Operator.FABRIKAM);

            assertThat(operator.delete(tenant).statusCode()).isEqualTo(204);
            assertThat(invitations(operator)).hasSize(1);
            assertThat(actors(operator.get(tenant + "/events"))).contains(person);
            assertThat(operator.delete(tenant + "?erasePersons=true").statusCode())
                    .isEqualTo(204);

            HttpResponse<String> events = operator.get(tenant + "/events");
            assertThat(actors(events)).contains("person (erased)").doesNotContain(person);
            JsonObject newest = Answers.json(events).getJsonArray("items").getJsonObject(0);
            assertThat(newest.getString("action")).isEqualTo("persons.erased");
            assertThat(newest.getString("actor")).isEqualTo(OPERATOR);
            assertThat(operator.get("/api/events").body()).doesNotContain(person);
            assertThat(invitations(operator)).isEmpty();
            assertThat(gina.open("/my").text())
                    .contains("tenant.consented", "By person (erased)", "persons.erased", "By " + OPERATOR)
                    .doesNotContain(person);
            JsonObject report = Answers.json(operator.get("/api/events/verify"));
            assertThat(report.getBoolean("whole")).as(report.toString()).isTrue();
            assertThat(chain(report, Operator.FABRIKAM).getInt("erased")).isPositive();
        } finally {
            customers.server().close();
        }
    }

    private static JsonArray invitations(Operator operator) {
        return Answers.json(operator.get("/api/tenants/" + Operator.FABRIKAM + "/invitations"))
                .getJsonArray("items");
    }

    /** On the server of which the database is another process. */
    @Test
    void saysWhichEventWasChangedBehindItsBack() throws SQLException {
        assumeTrue(
                System.getenv("S2S_DB_URL").startsWith("jdbc:postgresql:"),
                "No database in a process of its own on this server: its rows cannot be changed from here");
        String ofFirst = " where tenant_id = '" + HOME + "' and chain_number = 1";
        sql("update audit_events set detail = detail || '!'" + ofFirst);
        try {
            JsonObject report = verified("registry-reader");

            assertThat(report.getBoolean("whole")).isFalse();
            assertThat(chain(report).getInt("number")).isEqualTo(1);
            assertThat(chain(report).getString("problem")).isEqualTo("changed");
            assertThat(chain(report).getString("explanation"))
                    .isEqualTo("What this event says is not what was written.");
        } finally {
            sql("update audit_events set detail = substr(detail, 1, length(detail) - 1)" + ofFirst);
        }
        assertThat(verified("registry-reader").getBoolean("whole")).isTrue();
    }

    private HttpResponse<String> change(String status) {
        return gateway.send(gateway.requestAs("registry-manager", environment)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"status\":\"" + status + "\"}")));
    }

    private JsonObject verified(String application) {
        HttpResponse<String> answer = gateway.getAs(application, "/api/events/verify");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Answers.json(answer);
    }

    private static List<String> actors(HttpResponse<String> events) {
        return Answers.json(events).getJsonArray("items").getValuesAs(JsonObject.class).stream()
                .map(event -> event.getString("actor"))
                .toList();
    }

    private static JsonObject chain(JsonObject report) {
        return chain(report, HOME);
    }

    private static JsonObject chain(JsonObject report, String tenantId) {
        return report.getJsonArray("chains").getValuesAs(JsonObject.class).stream()
                .filter(chain -> chain.getString("tenantId", "").equals(tenantId))
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<String> export(String path) {
        return gateway.send(gateway.requestAs("registry-reader", path).header("Accept", LINES));
    }

    private static List<String> lines(HttpResponse<String> answer) {
        return answer.body().lines().toList();
    }

    private static JsonObject object(String line) {
        return Json.createReader(new StringReader(line)).readObject();
    }

    private static void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        System.getenv("S2S_DB_URL"), System.getenv("S2S_DB_USER"), System.getenv("S2S_DB_PASSWORD"));
                Statement running = connection.createStatement()) {
            running.execute(statement);
        }
    }
}
