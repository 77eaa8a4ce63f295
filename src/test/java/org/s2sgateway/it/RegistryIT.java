package org.s2sgateway.it;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Answers.json;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The registry over HTTP: tenants, environments, events, and how each bad request is refused. */
class RegistryIT {

    private static final String HOME = "c0a00000-0000-4000-8000-000000000001";
    private static final String UNKNOWN = "00000000-0000-4000-8000-000000000009";
    private static final String MANAGER = "registry-manager";
    private static final String READER = "registry-reader";
    private static final String CONSUMER = "orders-service";
    private static final String MANAGER_ID = "b0000000-0000-4000-8000-000000000005";

    private final RunningGateway gateway = GatewayRun.gateway();

    private String environment;

    @BeforeEach
    void registerAnEnvironment() {
        environment = "/api/environments/" + host();
        HttpResponse<String> answer = send(
                "POST",
                "/api/tenants/" + HOME + "/environments",
                "{\"url\":\"https://" + host() + "/main.aspx?appid=1\"}");
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
        assertThat(send("PATCH", environment, "{\"status\":\"active\"}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void showsTheRegistrationWithoutItsSecret() {
        JsonObject registration = read("/api/registration");

        assertThat(registration.keySet())
                .containsExactly("mode", "cloud", "authority", "tenantId", "clientId", "credential", "nextCredential");
        assertThat(registration.getString("mode")).isEqualTo("single-tenant");
        assertThat(registration.getString("tenantId")).isEqualTo(HOME);
        assertThat(registration.getString("clientId")).isEqualTo("a0000000-0000-4000-8000-000000000001");
        assertThat(registration.getJsonObject("credential").getString("kind")).isEqualTo("client-secret");
        assertThat(registration.isNull("nextCredential")).isTrue();
        assertThat(registration.toString()).doesNotContain("simulated-gateway-secret");
    }

    @Test
    void hasTheHomeTenantConsentedFromTheStart() {
        JsonObject tenant = read("/api/tenants/" + HOME);

        assertThat(tenant.keySet()).containsExactly("tenantId", "name", "status", "createdAt", "updatedAt");
        assertThat(tenant.getString("tenantId")).isEqualTo(HOME);
        assertThat(tenant.getString("status")).isEqualTo("consented");
        assertThat(tenant.getString("createdAt")).endsWith("Z");
        assertThat(Instant.parse(tenant.getString("updatedAt"))).isBefore(Instant.now());
        assertThat(read("/api/tenants").getJsonArray("items").getValuesAs(JsonObject.class))
                .extracting(item -> item.getString("tenantId"))
                .containsExactly(HOME);
        assertThat(read("/api/tenants/" + HOME.toUpperCase(Locale.ROOT)).getString("tenantId"))
                .isEqualTo(HOME);
        List<JsonObject> events = allEvents();
        JsonObject first = events.get(events.size() - 1);
        assertThat(first.getString("action")).isEqualTo("tenant.consented");
        assertThat(first.getString("actor")).isEqualTo("system");
    }

    @Test
    void showsAnEnvironmentInTheContractsShape() {
        JsonObject shown = read(environment);

        assertThat(shown.keySet()).containsExactly("host", "url", "tenantId", "status", "reason", "steps");
        assertThat(shown.getString("host")).isEqualTo(host());
        assertThat(shown.getString("url")).isEqualTo("https://" + host());
        assertThat(shown.getString("tenantId")).isEqualTo(HOME);
        assertThat(hosts(MANAGER, "/api/tenants/" + HOME + "/environments?limit=200"))
                .contains(host());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|/api/tenants/" + UNKNOWN,
                "PATCH|/api/tenants/" + UNKNOWN,
                "DELETE|/api/tenants/" + UNKNOWN,
                "GET|/api/tenants/" + UNKNOWN + "/environments",
                "GET|/api/tenants/" + UNKNOWN + "/events",
            })
    void knowsNoUnknownTenant(String method, String path) {
        assertThat(refusal(send(method, path, "{\"status\":\"suspended\"}"))).isEqualTo("404 S2S.NotFound");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|/api/tenants/1-1-1-1-1",
                "GET|/api/tenants/contoso.example",
                "PATCH|/api/tenants/1-1-1-1-1",
                "DELETE|/api/tenants/1-1-1-1-1",
                "GET|/api/tenants/1-1-1-1-1/environments",
                "GET|/api/tenants/1-1-1-1-1/events",
            })
    void refusesAMalformedTenantIdByName(String method, String path) {
        HttpResponse<String> answer = send(method, path, "{\"status\":\"suspended\"}");

        assertThat(refusal(answer)).isEqualTo("400 S2S.BadRequest");
        assertThat(json(answer).getString("detail")).contains("tenant id");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|/api/environments/unknown.crm4.dynamics.com",
                "PATCH|/api/environments/unknown.crm4.dynamics.com",
                "DELETE|/api/environments/unknown.crm4.dynamics.com",
                "GET|/api/environments/no_host",
                "PATCH|/api/environments/no_host",
                "DELETE|/api/environments/no_host",
            })
    void knowsNoUnknownEnvironment(String method, String path) {
        assertThat(refusal(send(method, path, "{\"status\":\"disabled\"}"))).isEqualTo("404 S2S.UnknownEnvironment");
    }

    @Test
    void hasOneTenantOnlyInSingleTenantMode() {
        HttpResponse<String> answer =
                send("POST", "/api/tenants", "{\"tenantId\":\"" + UNKNOWN + "\",\"name\":\"Fabrikam\"}");

        assertThat(refusal(answer)).isEqualTo("409 S2S.Conflict");
        assertThat(json(answer).getString("detail")).contains("single-tenant");
        assertThat(refusal(send("GET", "/api/tenants/" + UNKNOWN, null))).isEqualTo("404 S2S.NotFound");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|has no body",
                "{|one valid JSON object",
                "[]|one valid JSON object",
                "{} {}|one valid JSON object",
                "{}|tenantId is missing",
                "{\"tenantId\":1,\"name\":\"x\"}|tenantId has to be a string",
                "{\"tenantId\":\"1-1-1-1-1\",\"name\":\"x\"}|tenantId has to be a GUID",
                "{\"tenantId\":\"" + UNKNOWN + "\"}|name is missing",
                "{\"tenantId\":\"" + UNKNOWN + "\",\"name\":null}|name has to be a string",
                "{\"tenantId\":\"" + UNKNOWN + "\",\"name\":\" \"}|name has to be",
                "{\"tenantId\":\"" + UNKNOWN + "\",\"name\":\"a\\u0000b\"}|name has to be",
                "{\"tenantId\":\"" + UNKNOWN + "\",\"name\":\"x\",\"nmae\":\"x\"}|allowed: name, tenantId",
            })
    void refusesATenantThatIsNotSaidRight(String body, String detail) {
        HttpResponse<String> answer = send("POST", "/api/tenants", body);

        assertThat(refusal(answer)).isEqualTo("400 S2S.BadRequest");
        assertThat(json(answer).getString("detail")).contains(detail);
    }

    @Test
    void refusesATooLongBodyAndAnotherMediaType() {
        assertThat(refusal(send("POST", "/api/tenants", " ".repeat(70_000)))).isEqualTo("413 S2S.PayloadTooLarge");
        assertThat(refusal(gateway.send(gateway.requestAs(MANAGER, "/api/tenants")
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("{}")))))
                .isEqualTo("415 S2S.UnsupportedMediaType");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|has no body",
                "{}|status is missing",
                "{\"status\":true}|status has to be a string",
                "{\"status\":\"offboarded\"}|status has to be",
                "{\"status\":\"Active\"}|status has to be",
                "{\"status\":\"active\",\"name\":\"x\"}|allowed: status",
            })
    void refusesAChangeThatIsNotSaidRight(String body, String detail) {
        for (String address : List.of("/api/tenants/" + HOME, environment)) {
            HttpResponse<String> answer = send("PATCH", address, body);

            assertThat(refusal(answer)).isEqualTo("400 S2S.BadRequest");
            assertThat(json(answer).getString("detail")).contains(detail);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "TRUE", "1"})
    void erasesPersonsOnlyWhereThatIsSaidRight(String erasePersons) {
        HttpResponse<String> answer = send("DELETE", "/api/tenants/" + UNKNOWN + "?erasePersons=" + erasePersons, null);

        assertThat(refusal(answer)).isEqualTo("400 S2S.BadRequest");
        assertThat(json(answer).getString("detail")).isEqualTo("erasePersons has to be true or false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void erasesNoPersonsOfATenantThatIsUnknownOrAtHome(String erasePersons) {
        long before = newestEvent();

        assertThat(refusal(send("DELETE", "/api/tenants/" + UNKNOWN + "?erasePersons=" + erasePersons, null)))
                .isEqualTo("404 S2S.NotFound");
        assertThat(refusal(send("DELETE", "/api/tenants/" + HOME + "?erasePersons=" + erasePersons, null)))
                .isEqualTo("409 S2S.Conflict");
        assertThat(newestEvent()).isEqualTo(before);
    }

    @Test
    void neverOffboardsTheHomeTenant() {
        assertThat(refusal(send("DELETE", "/api/tenants/" + HOME, null))).isEqualTo("409 S2S.Conflict");
        assertThat(read("/api/tenants/" + HOME).getString("status")).isEqualTo("consented");
    }

    @Test
    void aSuspensionHidesTheEnvironmentsAndLiftsToTheStateBefore() {
        long before = newestEvent();
        try {
            assertThat(json(send("PATCH", "/api/tenants/" + HOME, "{\"status\":\"suspended\"}"))
                            .getString("status"))
                    .isEqualTo("suspended");
            assertThat(send("PATCH", "/api/tenants/" + HOME, "{\"status\":\"suspended\"}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(hosts(CONSUMER, "/api/environments?limit=200")).isEmpty();
            assertThat(hosts(READER, "/api/environments?limit=200")).contains(host());
        } finally {
            assertThat(json(send("PATCH", "/api/tenants/" + HOME, "{\"status\":\"active\"}"))
                            .getString("status"))
                    .isEqualTo("consented");
        }
        assertThat(hosts(CONSUMER, "/api/environments?limit=200")).contains(host());
        assertThat(eventsAfter(before, "/api/tenants/" + HOME + "/events"))
                .extracting(event -> event.getString("action") + " " + event.getString("detail"))
                .containsExactly("tenant.reinstated suspended -> consented", "tenant.suspended consented -> suspended");
    }

    @Test
    void disablesAndActivatesAnEnvironment() {
        long before = newestEvent();

        assertThat(json(send("PATCH", environment, "{\"status\":\"disabled\"}")).getString("status"))
                .isEqualTo("disabled");
        assertThat(json(send("PATCH", environment, "{\"status\":\"disabled\"}")).getString("status"))
                .isEqualTo("disabled");
        assertThat(hosts(CONSUMER, "/api/environments?limit=200")).doesNotContain(host());
        assertThat(hosts(READER, "/api/environments?limit=200")).contains(host());
        assertThat(json(send("PATCH", environment, "{\"status\":\"active\"}")).getString("status"))
                .isEqualTo("pending");
        assertThat(hosts(CONSUMER, "/api/environments?limit=200")).contains(host());

        List<JsonObject> events = eventsAfter(before, "/api/events");
        assertThat(events)
                .extracting(event -> event.getString("action"))
                .containsExactly("environment.activated", "environment.disabled");
        JsonObject event = events.get(0);
        assertThat(event.keySet()).containsExactly("id", "at", "tenantId", "environment", "action", "actor", "detail");
        assertThat(event.getString("tenantId")).isEqualTo(HOME);
        assertThat(event.getString("environment")).isEqualTo(host());
        assertThat(event.getString("actor")).isEqualTo(MANAGER_ID);
        assertThat(event.getString("detail")).isEqualTo("disabled -> pending");
        assertThat(Instant.parse(event.getString("at"))).isBetween(Instant.now().minusSeconds(60), Instant.now());
    }

    @Test
    void removesAnEnvironmentAndRemembersIt() {
        long before = newestEvent();

        assertThat(send("DELETE", environment, null).statusCode()).isEqualTo(204);
        assertThat(refusal(send("GET", environment, null))).isEqualTo("404 S2S.UnknownEnvironment");
        assertThat(refusal(send("DELETE", environment, null))).isEqualTo("404 S2S.UnknownEnvironment");
        assertThat(eventsAfter(before, "/api/tenants/" + HOME + "/events"))
                .extracting(event -> event.getString("action") + " " + event.getString("environment"))
                .containsExactly("environment.removed " + host());
    }

    @Test
    void aRefusedChangeLeavesNoEvent() {
        long before = newestEvent();
        send("DELETE", "/api/tenants/" + HOME, null);
        send("PATCH", environment, "{\"status\":\"nonsense\"}");
        send("POST", "/api/tenants", "{\"tenantId\":\"" + UNKNOWN + "\",\"name\":\"x\"}");

        assertThat(newestEvent()).isEqualTo(before);
    }

    @Test
    void pagesThroughHundredsOfEventsOnceEach() {
        for (int i = 0; i < 105; i++) {
            send("PATCH", environment, "{\"status\":\"disabled\"}");
            send("PATCH", environment, "{\"status\":\"active\"}");
        }

        List<Long> ids = allEvents().stream()
                .map(event -> event.getJsonNumber("id").longValue())
                .toList();

        assertThat(ids).hasSizeGreaterThan(210).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
        assertThat(read("/api/events?limit=200").getJsonArray("items")).hasSize(200);
        assertThat(read("/api/events").getJsonArray("items")).hasSize(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "limit=-1", "limit=x", "limit=", "limit=1.5"})
    void refusesALimitOutOfBoundsByName(String query) {
        assertRefusedOnEveryList(query, "limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cursor=", "cursor=x", "cursor=!!", "cursor=bm90LWEta2V5IQ", "cursor=%00"})
    void refusesACursorThatItDidNotGiveByName(String query) {
        assertRefusedOnEveryList(query, "cursor");
    }

    @Test
    void changesAtOnceAreDoneOrRefusedButNeverLost() {
        long before = newestEvent();
        ExecutorService clients = Executors.newFixedThreadPool(16);
        List<CompletableFuture<HttpResponse<String>>> calls = IntStream.range(0, 96)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> send(
                                "PATCH",
                                environment,
                                i % 2 == 0 ? "{\"status\":\"disabled\"}" : "{\"status\":\"active\"}"),
                        clients))
                .toList();
        Set<String> answers = calls.stream()
                .map(CompletableFuture::join)
                .map(answer -> answer.statusCode() == 200 ? "200" : refusal(answer))
                .collect(toSet());
        clients.shutdown();

        assertThat(answers).contains("200").isSubsetOf("200", "409 S2S.Conflict");
        // Every change started from the state that the one before left.
        List<String> actions = eventsAfter(before, "/api/events").stream()
                .map(event -> event.getString("action"))
                .toList();
        for (int i = 1; i < actions.size(); i++) {
            assertThat(actions.get(i)).isNotEqualTo(actions.get(i - 1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "registry-reader, PATCH, /api/tenants/" + HOME,
        "registry-reader, DELETE, /api/tenants/" + HOME,
        "registry-reader, POST, /api/tenants",
        "auditor-tool, PATCH, /api/tenants/" + HOME,
        "auditor-tool, POST, /api/tenants",
        "orders-service, GET, /api/tenants",
        "orders-service, GET, /api/tenants/" + HOME,
        "orders-service, GET, /api/tenants/" + HOME + "/environments",
        "orders-service, GET, /api/events",
        "orders-service, GET, /api/environments/unknown.crm4.dynamics.com",
        "orders-service, DELETE, /api/environments/unknown.crm4.dynamics.com",
        "registry-reader, PATCH, /api/environments/unknown.crm4.dynamics.com",
        "no-roles, GET, /api/registration",
        "no-roles, GET, /api/environments",
    })
    void refusesWhoeverLacksTheRole(String application, String method, String path) {
        assertThat(refusal(sendAs(application, method, path, "{}"))).isEqualTo("403 S2S.NotPermitted");
    }

    @Test
    void letsAuditorsReadAndOperatorsChange() {
        for (String path : List.of("/api/tenants", "/api/environments", "/api/events", "/api/registration")) {
            assertThat(gateway.getAs("auditor-tool", path).statusCode()).isEqualTo(200);
        }
        assertThat(sendAs("operator-tool", "PATCH", environment, "{\"status\":\"disabled\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void describesItselfAsJsonOrYaml() {
        HttpResponse<String> json = gateway.get("/api/openapi");
        assertThat(json.statusCode()).isEqualTo(200);
        assertThat(json.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        assertThat(json(json).getJsonObject("paths").keySet()).contains("/api/tenants", "/api/dataverse/{host}/{path}");

        for (String type : List.of("application/yaml", "text/yaml", "application/vnd.oai.openapi")) {
            HttpResponse<String> yaml =
                    gateway.send(gateway.request("/api/openapi").header("Accept", type));
            assertThat(yaml.statusCode()).isEqualTo(200);
            assertThat(yaml.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
            assertThat(yaml.body()).contains("openapi: 3.0.3").contains("/api/tenants:");
        }
        assertThat(refusal(gateway.send(gateway.request("/api/openapi").header("Accept", "image/png"))))
                .isEqualTo("406 S2S.NotAcceptable");
    }

    private void assertRefusedOnEveryList(String query, String name) {
        for (String list : List.of(
                "/api/tenants",
                "/api/environments",
                "/api/events",
                "/api/tenants/" + HOME + "/environments",
                "/api/tenants/" + HOME + "/events")) {
            HttpResponse<String> answer = send("GET", list + "?" + query, null);

            assertThat(refusal(answer)).as(list).isEqualTo("400 S2S.BadRequest");
            assertThat(json(answer).getString("detail")).contains(name);
        }
    }

    private String host() {
        return gateway.simulator().host("contoso-large");
    }

    private Set<String> hosts(String application, String path) {
        return json(gateway.getAs(application, path)).getJsonArray("items").getValuesAs(JsonObject.class).stream()
                .map(item -> item.getString("host"))
                .collect(toSet());
    }

    private long newestEvent() {
        return items("/api/events?limit=1").get(0).getJsonNumber("id").longValue();
    }

    private List<JsonObject> eventsAfter(long id, String path) {
        return items(path + "?limit=200").stream()
                .filter(event -> event.getJsonNumber("id").longValue() > id)
                .toList();
    }

    /** Page by page, to the end. */
    private List<JsonObject> allEvents() {
        List<JsonObject> events = new ArrayList<>();
        String address = "/api/tenants/" + HOME + "/events?limit=50";
        while (address != null) {
            JsonObject page = read(address);
            List<JsonObject> items = page.getJsonArray("items").getValuesAs(JsonObject.class);
            events.addAll(items);
            String next = page.getString("next", null);
            assertThat(items.size()).isLessThanOrEqualTo(50);
            assertThat(page.containsKey("next")).isEqualTo(next != null);
            assertThat(next == null || next.startsWith(gateway.address() + "/api/tenants/" + HOME + "/events?"))
                    .isTrue();
            address = next == null
                    ? null
                    : next.substring(gateway.address().toString().length());
        }
        return events;
    }

    private List<JsonObject> items(String path) {
        return read(path).getJsonArray("items").getValuesAs(JsonObject.class);
    }

    private JsonObject read(String path) {
        HttpResponse<String> answer = gateway.getAs(READER, path);
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(200);
        return json(answer);
    }

    private HttpResponse<String> send(String method, String path, String body) {
        return sendAs(MANAGER, method, path, body);
    }

    private HttpResponse<String> sendAs(String application, String method, String path, String body) {
        boolean without = body == null || method.equals("GET") || method.equals("DELETE");
        return gateway.send(gateway.requestAs(application, path)
                .header("Content-Type", "application/json")
                .method(method, without ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    /** Status and code of a refusal, which has every member of one. */
    private static String refusal(HttpResponse<String> answer) {
        JsonObject problem = json(answer);
        assertThat(problem.keySet()).contains("type", "title", "status", "detail", "code");
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
        assertThat(problem.getInt("status")).isEqualTo(answer.statusCode());
        return answer.statusCode() + " " + problem.getString("code");
    }
}
