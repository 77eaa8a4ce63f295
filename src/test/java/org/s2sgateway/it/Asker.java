package org.s2sgateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.s2sgateway.simulator.identity.OddToken;

/**
 * Asks a gateway in the ways that are refused, and tells whether it is as it has to be. Each test finds the home tenant's
 * environment registered, and what was changed for it is taken back after it.
 */
final class Asker implements BeforeEachCallback, AfterEachCallback {

    static final String READING = "/api/registration";
    static final String HOME = "c0a00000-0000-4000-8000-000000000001";
    static final String FABRIKAM = "fab00000-0000-4000-8000-000000000002";
    static final String UNKNOWN = "00000000-0000-4000-8000-000000000009";
    static final String NO_HOST = "unknown.crm4.dynamics.com";
    static final String ORDERS = "b0000000-0000-4000-8000-000000000001";
    static final String IMPERSONATING = "b0000000-0000-4000-8000-000000000006";
    static final String USER = "5f0d3a9c-1111-4222-8333-444455556666";
    static final String ACCOUNT = "accounts(28630624-cac9-e811-a964-000d3a3ac063)";
    static final String STATE = "abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNO_";
    static final String EVERYWHERE = "'tenants':['*'],'environments':['*']";
    static final String READS_ACCOUNTS = EVERYWHERE + ",'tables':{'accounts':['read']}";
    static final String EVERYTHING = EVERYWHERE + ",'tables':{'*':['read','create','update','delete']},'actions':['*']";

    static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";

    private final RunningGateway run = GatewayRun.gateway();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private RunningGateway gateway = run;

    @Override
    public void beforeEach(ExtensionContext test) {
        environmentIsRegistered();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        return gateway.send(request);
    }

    URI address() {
        return gateway.address();
    }

    void assertRefused(Refused row) {
        HttpRequest.Builder request = row.request().apply(this);
        long before = arrived();

        HttpResponse<String> answer = gateway.send(request);

        assertThat(answer.body()).startsWith("{");
        assertThat(Answers.code(answer)).as(answer.body()).isEqualTo(row.code());
        assertThat(row.words())
                .allSatisfy(words -> assertThat(Answers.sentence(answer)).contains(words));
        assertThat(answer.body()).doesNotContain("eyJ");
        assertThat(answer.headers().allValues("WWW-Authenticate"))
                .isEqualTo(row.challenge().isEmpty() ? List.of() : List.of(row.challenge()));
        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
        if (answer.uri().getPath().startsWith("/api/dataverse/")) {
            assertODataError(answer);
        } else {
            assertProblem(answer);
        }
        assertThat(arrived()).isEqualTo(before);
    }

    private static void assertODataError(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("Content-Type").orElse("").replace(" ", ""))
                .isEqualTo("application/json;odata.metadata=minimal");
        assertThat(answer.headers().allValues("OData-Version")).containsExactly("4.0");
        JsonObject body = Answers.json(answer);
        assertThat(body.keySet()).containsExactly("error");
        assertThat(body.getJsonObject("error").keySet()).containsExactly("code", "message");
    }

    private static void assertProblem(HttpResponse<String> answer) {
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("application/problem+json");
        JsonObject body = Answers.json(answer);
        assertThat(body.keySet()).containsExactly("type", "title", "status", "detail", "code");
        assertThat(body.getString("type")).startsWith("urn:s2s-gateway:problem:");
        assertThat(body.getInt("status")).isEqualTo(answer.statusCode());
    }

    /** What Dataverse has been asked for with a token so far; its model is for the gateway's own use. */
    long arrived() {
        return run.simulator().environments().stream()
                .flatMap(place -> place.recorder().requests().stream())
                .filter(request -> request.header("Authorization").isPresent())
                .filter(request -> !request.target().endsWith("/$metadata"))
                .count();
    }

    static Instant ago(int seconds) {
        return Instant.now().minusSeconds(seconds);
    }

    static OddToken user(OddToken good) {
        return good.claim("scp", "access_as_user").claim("oid", USER);
    }

    static String tenantJson(String tenantId) {
        return "{\"tenantId\":\"" + tenantId + "\",\"name\":\"Fabrikam\"}";
    }

    static String urlJson(String url) {
        return "{\"url\":\"" + url + "\"}";
    }

    static String grant(String members) {
        return "{" + members.replace('\'', '"') + "}";
    }

    HttpRequest.Builder request(String pathAndQuery) {
        return gateway.request(pathAndQuery);
    }

    HttpRequest.Builder as(String application, String pathAndQuery) {
        return gateway.requestAs(application, pathAndQuery);
    }

    HttpRequest.Builder bearer(String token, String pathAndQuery) {
        return request(pathAndQuery).header("Authorization", "Bearer " + token);
    }

    HttpRequest.Builder json(String method, String pathAndQuery, String body) {
        HttpRequest.Builder request = request(pathAndQuery)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return body.isEmpty() && method.equals("GET") ? request : request.header("Content-Type", JSON);
    }

    HttpRequest.Builder managing(String method, String pathAndQuery, String body) {
        return json(method, pathAndQuery, body).header("Authorization", "Bearer " + token("registry-manager"));
    }

    HttpRequest.Builder form(String path, String fields) {
        return request(path).header("Content-Type", FORM).POST(BodyPublishers.ofString(fields));
    }

    HttpRequest.Builder calling(String target) {
        return as("orders-service", web(target));
    }

    HttpRequest.Builder calling(String target, String body) {
        return calling(target).header("Content-Type", JSON).POST(BodyPublishers.ofString(body));
    }

    HttpRequest.Builder batch(String line, String headers) {
        return calling("$batch")
                .header("Content-Type", "multipart/mixed;boundary=b")
                .POST(BodyPublishers.ofString(
                        "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n" + line
                                + " HTTP/1.1\r\n" + headers + "\r\n\r\n--b--\r\n"));
    }

    HttpRequest.Builder askingForAToken() {
        return bearer(odd("orders-service").roles("Tokens.Issue").sign(), "/api/environments/" + host() + "/token")
                .POST(BodyPublishers.noBody());
    }

    OddToken odd(String application) {
        return run.simulator().oddToken(application);
    }

    String token(String application) {
        return run.simulator().token(application);
    }

    String host() {
        return run.simulator().host("contoso");
    }

    String web(String target) {
        return "/api/dataverse/" + host() + "/api/data/v9.2/" + target;
    }

    String fabrikams(String target) {
        return web(target).replace(host(), otherHost());
    }

    String otherHost() {
        return run.simulator().host("fabrikam");
    }

    /** The cookie of somebody who is signed in at the home tenant, and asks a gateway that knows them. */
    String session() {
        Onboarder ada = Onboarder.at(denying()).open("/my").signIn("ada@contoso.example");
        assertThat(ada.place()).isEqualTo("/my");
        return "s2s=" + ada.browser().cookie(denying().address(), "s2s");
    }

    Asker disabled() {
        return changed("/api/environments/" + host(), "disabled", "active");
    }

    Asker suspended() {
        return changed("/api/tenants/" + HOME, "suspended", "active");
    }

    Asker changed(String path, String status, String before) {
        done(managing("PATCH", path, "{\"status\":\"" + status + "\"}"));
        undo.push(() -> done(managing("PATCH", path, "{\"status\":\"" + before + "\"}")));
        return this;
    }

    Asker granted() {
        return granted(ORDERS, READS_ACCOUNTS);
    }

    Asker granted(String consumer, String members) {
        done(managing("PUT", "/api/grants/" + consumer, grant(members)));
        undo.push(() -> done(managing("DELETE", "/api/grants/" + consumer, "")));
        return this;
    }

    Asker asCaller() {
        return granted(IMPERSONATING, READS_ACCOUNTS + ",'impersonation':'caller'");
    }

    /** A customer that an operator has invited, with an environment. */
    Asker invited() {
        done(managing("POST", "/api/tenants", tenantJson(FABRIKAM)));
        // After all else: it empties tables behind the gateway's back.
        undo.addLast(denying()::forgetCustomers);
        done(managing(
                "POST",
                "/api/tenants/" + FABRIKAM + "/environments",
                urlJson("https://" + run.simulator().host("fabrikam"))));
        return this;
    }

    /** The same at a gateway where consumers need a grant. */
    Asker denied() {
        gateway = denying().api();
        environmentIsRegistered();
        return this;
    }

    private CustomersGateway denying() {
        return CustomersGateway.denying(run);
    }

    private void environmentIsRegistered() {
        // To ask is cheap; to register it again is not.
        if (gateway.send(managing("GET", "/api/environments/" + host(), "")).statusCode() == 404) {
            done(managing("POST", "/api/tenants/" + HOME + "/environments", urlJson("https://" + host())));
        }
    }

    private void done(HttpRequest.Builder request) {
        HttpResponse<String> answer = gateway.send(request);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
    }
}
