package org.s2sgateway.launch;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** The demonstration's service: fetches its own token and calls the gateway, as any consumer would. */
final class Consumer {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final DemoWorld world;
    private final Port gateway;
    private final HttpClient client;

    Consumer(DemoWorld world, Port gateway, SSLContext tls) {
        this.world = world;
        this.gateway = gateway;
        this.client = HttpClient.newBuilder().sslContext(tls).build();
    }

    /** A token for the gateway's API, by client credentials. */
    String token() throws IOException, InterruptedException, CannotStart {
        String form = Map.of(
                        "grant_type", "client_credentials",
                        "client_id", DemoWorld.CONSUMER,
                        "client_secret", DemoWorld.CONSUMER_SECRET,
                        "scope", DemoWorld.SCOPE)
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(world.tokenEndpoint())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .timeout(TIMEOUT)
                .build();
        return send(request).getString("access_token");
    }

    /** Registers the environment and returns it with the steps of its readiness ladder. */
    JsonObject register(String token) throws IOException, InterruptedException, CannotStart {
        String body = Json.createObjectBuilder()
                .add("url", "https://" + world.environment())
                .build()
                .toString();
        return send(authorized("/api/tenants/" + DemoWorld.HOME_TENANT + "/environments", token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** What Dataverse answers, through the gateway. */
    JsonObject get(String path, String token) throws IOException, InterruptedException, CannotStart {
        return send(authorized(path, token).GET().build());
    }

    private HttpRequest.Builder authorized(String path, String token) {
        return HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json")
                .timeout(TIMEOUT);
    }

    private JsonObject send(HttpRequest request) throws IOException, InterruptedException, CannotStart {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        JsonObject json = json(answer.body());
        if (answer.statusCode() / 100 != 2) {
            throw new CannotStart("%s %s answered %d %s: %s"
                    .formatted(
                            request.method(),
                            request.uri(),
                            answer.statusCode(),
                            json.getString("code", json.getString("error", "")),
                            json.getString("detail", json.getString("error_description", ""))));
        }
        return json;
    }

    private static JsonObject json(String body) {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return reader.readObject();
        } catch (JsonException notJson) {
            return JsonValue.EMPTY_JSON_OBJECT;
        }
    }
}
