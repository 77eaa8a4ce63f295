package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.s2sgateway.simulator.dataverse.ApplicationUser;

/** What was changed in somebody else's name, as the audit has it. */
class ImpersonationAuditIT {

    private static final String HOME = "c0a00000-0000-4000-8000-000000000001";
    private static final String IMPERSONATOR = "impersonating-service";
    private static final String IMPERSONATOR_ID = "b0000000-0000-4000-8000-000000000006";
    private static final UUID GATEWAY = UUID.fromString("a0000000-0000-4000-8000-000000000001");
    private static final String NOBODY = "5f0d3a9c-1111-4222-8333-444455556666";
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final RunningGateway gateway = GatewayRun.gateway();

    private final String id = UUID.randomUUID().toString();
    private String ada;

    @BeforeEach
    void registerTheEnvironment() {
        HttpResponse<String> answer =
                gateway.send(gateway.requestAs("registry-manager", "/api/tenants/" + HOME + "/environments")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(
                                "{\"url\":\"https://" + gateway.simulator().host("contoso") + "\"}")));
        assertThat(answer.statusCode()).isIn(200, 201);
        Set<String> privileges = new HashSet<>(ApplicationUser.EVERYTHING);
        privileges.add(ApplicationUser.ACT_ON_BEHALF);
        gateway.simulator().environment("contoso").put(GATEWAY, false, privileges);
        ada = gateway.simulator().personId("ada@contoso.example").toString();
    }

    @AfterEach
    void switchFaultsOff() {
        gateway.simulator().faults().clear();
    }

    @Test
    void hasWhoActedAsWhomAndWhatCameOfIt() throws InterruptedException {
        HttpResponse<String> created = gateway.send(call("/accounts")
                .header("CallerObjectId", ada)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"in her name\"}")));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(204);

        JsonObject event = awaited(1).get(0);
        assertThat(event.getString("action")).isEqualTo("dataverse.impersonated");
        assertThat(event.getString("actor")).isEqualTo(IMPERSONATOR_ID);
        assertThat(event.getString("tenantId")).isEqualTo(HOME);
        assertThat(event.getString("environment")).isEqualTo(gateway.simulator().host("contoso"));
        assertThat(event.getString("detail"))
                .isEqualTo("POST as CallerObjectId " + ada + ": 204; client request " + id + ", trace " + TRACE
                        + ", service request " + header(created, "x-ms-service-request-id") + ", REQ_ID "
                        + header(created, "REQ_ID"));

        String entity = header(created, "OData-EntityId");
        gateway.send(gateway.requestAs("orders-service", web(entity.substring(entity.indexOf("/accounts("))))
                .DELETE());
    }

    @Test
    void hasThePersonToWhomTheCallersTokenWasIssued() throws InterruptedException {
        String token = gateway.simulator()
                .oddToken(IMPERSONATOR)
                .claim("scp", "access_as_user")
                .claim("oid", NOBODY)
                .sign();
        gateway.send(call("/nothings(1)")
                .setHeader("Authorization", "Bearer " + token)
                .header("CallerObjectId", ada)
                .DELETE());

        assertThat(awaited(1).get(0).getString("detail"))
                .startsWith("DELETE as CallerObjectId " + ada + " for the caller " + NOBODY + ": ");
    }

    @Test
    void hasARefusalOfDataverseAndAnAnswerThatNeverCame() throws InterruptedException {
        gateway.send(call("/accounts(00000000-0000-4000-8000-000000000001)")
                .header("MSCRMCallerID", NOBODY)
                .DELETE());
        assertThat(awaited(1).get(0).getString("detail"))
                .startsWith("DELETE as MSCRMCallerID " + NOBODY + ": 403; client");

        gateway.simulator().faults().delay("contoso", 1, Duration.ofSeconds(20));
        gateway.send(call("/accounts(00000000-0000-4000-8000-000000000001)")
                .header("Prefer", "wait=1")
                .header("CallerObjectId", ada)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{}")));
        assertThat(awaited(2).get(0).getString("detail"))
                .isEqualTo("PATCH as CallerObjectId " + ada + ": 504 S2S.Timeout; client request " + id + ", trace "
                        + TRACE);
    }

    @Test
    void hasEveryUserOfABatchWhoDidMoreThanRead() throws InterruptedException {
        String part = "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n";
        String json = "Content-Type: application/json\r\n";
        HttpResponse<String> answer = gateway.send(call("/$batch")
                .header("Content-Type", "multipart/mixed;boundary=b")
                .header("Prefer", "odata.continue-on-error")
                .POST(BodyPublishers.ofString(part + "GET WhoAmI HTTP/1.1\r\nMSCRMCallerID: " + HOME + "\r\n\r\n\r\n"
                        + part
                        + "POST nothings HTTP/1.1\r\n" + json + "CallerObjectId: " + ada + "\r\n\r\n{}\r\n" + part
                        + "PATCH nothings(1) HTTP/1.1\r\n" + json + "CallerObjectId: " + ada + "\r\n\r\n{}\r\n" + part
                        + "DELETE nothings(1) HTTP/1.1\r\nMSCRMCallerID: " + NOBODY + "\r\n\r\n\r\n--b--\r\n")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);

        assertThat(awaited(2))
                .extracting(event -> event.getString("detail").replaceFirst(": 200; .*", ""))
                .containsExactlyInAnyOrder("POST as CallerObjectId " + ada, "POST as MSCRMCallerID " + NOBODY);
    }

    @Test
    void hasNothingOfCallsThatReadOrActAsNobodyElse() throws InterruptedException {
        gateway.send(call("/accounts?$top=1").header("CallerObjectId", ada));
        gateway.send(call("/accounts?$top=1").header("CallerObjectId", ada).method("HEAD", BodyPublishers.noBody()));
        gateway.send(
                call("/nothings").header("Content-Type", "application/json").POST(BodyPublishers.ofString("{}")));
        // Events come in the order in which they are told.
        gateway.send(call("/nothings(1)").header("CallerObjectId", ada).DELETE());

        assertThat(awaited(1)).singleElement().satisfies(event -> assertThat(event.getString("detail"))
                .startsWith("DELETE as "));
    }

    /** On the server of which the database is another process: H2 has no lock on a table to be had from outside. */
    @Test
    void holdsNoCallUpForADatabaseThatHangs() throws SQLException, InterruptedException {
        assumeTrue(
                System.getenv("S2S_DB_URL").startsWith("jdbc:postgresql:"),
                "No database in a process of its own on this server: its table cannot be locked from here");
        try (Connection connection = DriverManager.getConnection(
                        System.getenv("S2S_DB_URL"), System.getenv("S2S_DB_USER"), System.getenv("S2S_DB_PASSWORD"));
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table audit_events in share mode");

            HttpResponse<String> answer = gateway.send(
                    call("/nothings(1)").header("CallerObjectId", ada).DELETE());

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(events()).isEmpty();
            connection.rollback();
        }
        assertThat(awaited(1)).hasSize(1);
    }

    private HttpRequest.Builder call(String target) {
        return gateway.requestAs(IMPERSONATOR, web(target))
                .header("x-ms-client-request-id", id)
                .header("traceparent", TRACE);
    }

    /** The events of this test's calls, newest first, as soon as there are so many. */
    private List<JsonObject> awaited(int number) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        List<JsonObject> events = events();
        while (events.size() < number && Instant.now().isBefore(end)) {
            Thread.sleep(100);
            events = events();
        }
        assertThat(events).hasSize(number);
        return events;
    }

    private List<JsonObject> events() {
        return Answers.json(gateway.getAs("registry-reader", "/api/tenants/" + HOME + "/events?limit=50"))
                .getJsonArray("items")
                .getValuesAs(JsonObject.class)
                .stream()
                .filter(event -> event.getString("detail").contains("client request " + id))
                .toList();
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElseThrow();
    }

    private String web(String target) {
        return "/api/dataverse/" + gateway.simulator().host("contoso") + "/api/data/v9.2" + target;
    }
}
