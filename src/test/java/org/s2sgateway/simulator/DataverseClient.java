package org.s2sgateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;

/** Talks to one environment of a simulator as the gateway's application user. */
final class DataverseClient {

    static final String ACCOUNT_1 = "accounts(28630624-cac9-e811-a964-000d3a3ac063)";
    static final String ACCOUNT_2 = "accounts(543fd72a-cac9-e811-a964-000d3a3ac063)";

    private final TestClient client;
    private final String root;
    private final String token;

    DataverseClient(Simulator simulator, String environment) throws IOException, InterruptedException {
        this.client = new TestClient(simulator);
        this.root = "https://" + simulator.host(environment) + "/api/data/v9.2/";
        this.token = client.token(
                simulator.environment(environment).place().tenant().id().toString(), environment);
    }

    /** Ends with a slash. */
    String root() {
        return root;
    }

    String token() {
        return token;
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, "", headers);
    }

    JsonObject json(String path, String... headers) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path, headers);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return TestClient.json(response);
    }

    HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        return send("POST", path, body, headers);
    }

    /** JSON, unless the headers say something else; an absolute link is taken as it is. */
    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return client.send(request(method, path, headers)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build());
    }

    HttpResponse<InputStream> stream(String path) throws IOException, InterruptedException {
        return client.stream(request("GET", path).build());
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request);
    }

    HttpRequest.Builder request(String method, String path, String... headers) {
        HttpRequest.Builder request = TestClient.request(
                        path.startsWith("https://") ? path : root + path, "Authorization", "Bearer " + token)
                .setHeader("Content-Type", "application/json")
                .method(method, BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return request;
    }

    List<JsonObject> rows(String path, String... headers) throws IOException, InterruptedException {
        return json(path, headers).getJsonArray("value").getValuesAs(JsonObject.class);
    }

    /** {@code "400 0x80060888"} */
    String refusal(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return refusal(send(method, path, body, headers));
    }

    static String refusal(HttpResponse<String> response) {
        return response.statusCode() + " "
                + TestClient.json(response).getJsonObject("error").getString("code");
    }

    static String message(HttpResponse<String> response) {
        return TestClient.json(response).getJsonObject("error").getString("message");
    }
}
