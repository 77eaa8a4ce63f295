package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.s2sgateway.it.Answers.code;
import static org.s2sgateway.it.Answers.json;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.s2sgateway.testing.ServerKind;
import org.s2sgateway.testing.ServerProcess;

/** The registry of customers' tenants, on a server of its own: the run's is in single-tenant mode. */
class MultiTenantIT {

    private static final String FABRIKAM = "fab00000-0000-4000-8000-000000000002";
    private static final String PUBLIC_URL = "https://gateway.example";

    private final RunningGateway run = GatewayRun.gateway();

    private RunningGateway gateway;

    @Test
    void leadsCustomersTenantsFromInvitationToOffboarding() throws IOException, InterruptedException {
        Map<String, String> environment = GatewayRun.variablesWithoutDatabase();
        environment.put("S2S_REGISTRATION_MODE", "multi-tenant");
        environment.put("S2S_PUBLIC_URL", PUBLIC_URL);
        environment.put("S2S_BRANDING_NAME", "Northwind Connect");
        environment.put("S2S_BRANDING_LOGO_URL", "https://images.example/logo.svg");
        environment.put("S2S_DB_URL", "jdbc:h2:mem:multi-tenant;DB_CLOSE_DELAY=-1");
        Path folder = Path.of(System.getProperty("it.folder"), "multi-tenant");

        try (ServerProcess server = ServerProcess.start(ServerKind.ofThisRun(), folder, environment)) {
            gateway = new RunningGateway(server.address(), run.simulator());
            wearsTheOperatorsBrand();
            invites();
            invitesOnceOnly();
            suspendsAndReinstates();
            offboardsWithItsEnvironments();
            pagesThroughHundredsOfTenantsOnceEach();
        }
    }

    private void wearsTheOperatorsBrand() {
        HttpResponse<String> page = gateway.get("/connect");

        assertThat(page.body()).contains("Connect – Northwind Connect", "src=\"https://images.example/logo.svg\"");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .contains("default-src 'none'; style-src 'self'; img-src 'self' data: https://images.example;"
                        + " form-action 'self'; frame-ancestors 'none'; base-uri 'none'; font-src 'self'");
        // Behind https the cookie has the prefix with which no neighbouring host can set it.
        String cookie = page.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).startsWith("__Host-s2s=");
        assertThat(cookie.toLowerCase(Locale.ROOT))
                .contains("; secure", "; httponly", "; samesite=lax", "; path=/")
                .doesNotContain("domain");
    }

    private void invites() {
        HttpResponse<String> answer =
                post("/api/tenants", tenant(FABRIKAM.toUpperCase(Locale.ROOT), " Fabrikam \u00e9 "));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location")).contains(PUBLIC_URL + "/api/tenants/" + FABRIKAM);
        JsonObject tenant = json(answer);
        assertThat(tenant.getString("tenantId")).isEqualTo(FABRIKAM);
        assertThat(tenant.getString("name")).isEqualTo("Fabrikam \u00e9");
        assertThat(tenant.getString("status")).isEqualTo("invited");
        assertThat(json(get("/api/tenants/" + FABRIKAM))).isEqualTo(tenant);
        assertThat(code(post("/api/tenants", tenant(FABRIKAM, "Fabrikam again"))))
                .isEqualTo("409 S2S.Conflict");
        assertThat(code(post("/api/tenants", tenant("c0a00000-0000-4000-8000-000000000001", "Home"))))
                .isEqualTo("409 S2S.Conflict");
    }

    private void invitesOnceOnly() {
        ExecutorService clients = Executors.newFixedThreadPool(8);
        String body = tenant("00000000-0000-4000-8000-00000000ffff", "Everybody's");
        List<CompletableFuture<HttpResponse<String>>> calls = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> post("/api/tenants", body), clients))
                .toList();
        List<String> answers = calls.stream()
                .map(CompletableFuture::join)
                .map(answer -> answer.statusCode() == 201 ? "201" : code(answer))
                .toList();
        clients.shutdown();

        assertThat(answers).containsOnlyOnce("201").containsOnly("201", "409 S2S.Conflict");
    }

    private void suspendsAndReinstates() {
        String address = "/api/tenants/" + FABRIKAM;

        assertThat(status(patch(address, "suspended"))).isEqualTo("suspended");
        assertThat(status(patch(address, "active"))).isEqualTo("invited");
        // Nobody has consented, so there is nothing to approve.
        assertThat(code(patch(address, "active"))).isEqualTo("409 S2S.Conflict");
        assertThat(status(get(address))).isEqualTo("invited");
        assertThat(actions(address + "/events"))
                .containsExactly("tenant.reinstated", "tenant.suspended", "tenant.invited");
    }

    private void offboardsWithItsEnvironments() {
        String address = "/api/tenants/" + FABRIKAM;
        String host = run.simulator().host("fabrikam");
        assertThat(post(address + "/environments", "{\"url\":\"https://" + host + "\"}")
                        .statusCode())
                .isEqualTo(201);

        assertThat(delete(address).statusCode()).isEqualTo(204);
        assertThat(delete(address).statusCode()).isEqualTo(204);

        assertThat(status(get(address))).isEqualTo("offboarded");
        assertThat(code(get("/api/environments/" + host))).isEqualTo("404 S2S.UnknownEnvironment");
        assertThat(json(get(address + "/environments")).getJsonArray("items")).isEmpty();
        assertThat(actions(address + "/events"))
                .startsWith("tenant.offboarded", "environment.removed", "environment.checked", "environment.added");
        assertThat(code(patch(address, "active"))).isEqualTo("409 S2S.Conflict");
        assertThat(code(patch(address, "suspended"))).isEqualTo("409 S2S.Conflict");
        assertThat(code(post("/api/tenants", tenant(FABRIKAM, "Fabrikam")))).isEqualTo("409 S2S.Conflict");
        assertThat(code(post(address + "/environments", "{\"url\":\"https://" + host + "\"}")))
                .startsWith("409 ");
    }

    private void pagesThroughHundredsOfTenantsOnceEach() {
        for (int i = 0; i < 210; i++) {
            assertThat(post("/api/tenants", tenant("11111111-0000-4000-8000-%012x".formatted(i), "Tenant " + i))
                            .statusCode())
                    .isEqualTo(201);
        }

        List<String> ids = new ArrayList<>();
        int pages = 0;
        String address = "/api/tenants?limit=60";
        while (address != null) {
            JsonObject page = json(get(address));
            page.getJsonArray("items")
                    .getValuesAs(JsonObject.class)
                    .forEach(item -> ids.add(item.getString("tenantId")));
            String next = page.getString("next", null);
            assertThat(next == null || next.startsWith(PUBLIC_URL + "/api/tenants?"))
                    .isTrue();
            address = next == null ? null : next.substring(PUBLIC_URL.length());
            pages++;
        }

        assertThat(ids).hasSize(213).isSorted().doesNotHaveDuplicates();
        assertThat(pages).isEqualTo(4);
    }

    private List<String> actions(String path) {
        return json(get(path)).getJsonArray("items").getValuesAs(JsonObject.class).stream()
                .map(event -> event.getString("action"))
                .toList();
    }

    private static String tenant(String id, String name) {
        return "{\"tenantId\":\"" + id + "\",\"name\":\"" + name + "\"}";
    }

    private static String status(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer).getString("status");
    }

    private HttpResponse<String> get(String path) {
        return gateway.getAs("operator-tool", path);
    }

    private HttpResponse<String> delete(String path) {
        return gateway.send(gateway.requestAs("operator-tool", path).DELETE());
    }

    private HttpResponse<String> post(String path, String body) {
        return send("POST", path, body);
    }

    private HttpResponse<String> patch(String path, String status) {
        return send("PATCH", path, "{\"status\":\"" + status + "\"}");
    }

    private HttpResponse<String> send(String method, String path, String body) {
        return gateway.send(gateway.requestAs("operator-tool", path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
    }
}
