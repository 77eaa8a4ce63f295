package org.s2sgateway.it;

import static org.s2sgateway.it.Answers.json;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What an operator's tool sees of the registry over the API, and does there. */
final class Operator {

    static final String FABRIKAM = "fab00000-0000-4000-8000-000000000002";
    static final String ADVENTURE_WORKS = "ad000000-0000-4000-8000-000000000003";
    static final String LITWARE = "11700000-0000-4000-8000-000000000004";

    private final RunningGateway api;

    Operator(CustomersGateway gateway) {
        this.api = gateway.api();
    }

    /** The tenant's status, or {@code absent}. */
    String tenant(String tenantId) {
        return status(get("/api/tenants/" + tenantId));
    }

    /** The environment's status, or {@code absent}. */
    String environment(String host) {
        return status(get("/api/environments/" + host));
    }

    /** Every customer's tenant. */
    List<String> customers() {
        return items("/api/tenants?limit=200").stream()
                .map(tenant -> tenant.getString("tenantId"))
                .filter(id -> !id.startsWith("c0a"))
                .toList();
    }

    /** The hosts of every environment. */
    List<String> environments() {
        return items("/api/environments?limit=200").stream()
                .map(environment -> environment.getString("host"))
                .toList();
    }

    /** What has happened, the oldest first. */
    List<String> events() {
        return actions("/api/events?limit=200");
    }

    /** What has happened to the tenant, the oldest first; it has to be in the registry. */
    List<String> events(String tenantId) {
        return actions("/api/tenants/" + tenantId + "/events?limit=200");
    }

    /** The details of events of that kind, the oldest first. */
    List<String> details(String action) {
        List<String> details = new ArrayList<>(items("/api/events?limit=200").stream()
                .filter(event -> event.getString("action").equals(action))
                .map(event -> event.getString("detail"))
                .toList());
        Collections.reverse(details);
        return details;
    }

    HttpResponse<String> add(String tenantId, String name) {
        return send("POST", "/api/tenants", "{\"tenantId\":\"" + tenantId + "\",\"name\":\"" + name + "\"}");
    }

    /** Lifts a suspension, or approves. */
    HttpResponse<String> activate(String tenantId) {
        return send("PATCH", "/api/tenants/" + tenantId, "{\"status\":\"active\"}");
    }

    HttpResponse<String> suspend(String tenantId) {
        return send("PATCH", "/api/tenants/" + tenantId, "{\"status\":\"suspended\"}");
    }

    HttpResponse<String> disable(String host) {
        return send("PATCH", "/api/environments/" + host, "{\"status\":\"disabled\"}");
    }

    HttpResponse<String> delete(String path) {
        return api.send(api.requestAs("operator-tool", path).DELETE());
    }

    /** A new invitation: {@code id}, {@code url}, {@code expiresAt}. */
    JsonObject invite(String tenantId) {
        HttpResponse<String> answer = post("/api/tenants/" + tenantId + "/invitations");
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.body());
        }
        return json(answer);
    }

    HttpResponse<String> get(String path) {
        return api.getAs("operator-tool", path);
    }

    HttpResponse<String> post(String path) {
        return api.send(api.requestAs("operator-tool", path).POST(BodyPublishers.noBody()));
    }

    /** The first three accounts, as a service of the home tenant reads them through the gateway. */
    HttpResponse<String> accounts(String host) {
        return api.getAs("orders-service", "/api/dataverse/" + host + "/api/data/v9.2/accounts?$select=name&$top=3");
    }

    private List<String> actions(String path) {
        List<String> actions = new ArrayList<>(
                items(path).stream().map(event -> event.getString("action")).toList());
        Collections.reverse(actions);
        return actions;
    }

    private List<JsonObject> items(String path) {
        return json(get(path)).getJsonArray("items").getValuesAs(JsonObject.class);
    }

    private HttpResponse<String> send(String method, String path, String body) {
        return api.send(api.requestAs("operator-tool", path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
    }

    private static String status(HttpResponse<String> answer) {
        return answer.statusCode() == 404 ? "absent" : json(answer).getString("status");
    }
}
