package org.s2sgateway.isolation;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A consumer's token by OAuth 2.0 client credentials, fetched anew two minutes before it ends. Thread-safe. */
final class ClientCredentials implements Supplier<String> {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long RENEWED_BEFORE = 120;

    private final HttpClient client;
    private final URI endpoint;
    private final Map<String, String> form;
    private String token = "";
    private Instant renewal = Instant.MIN;

    ClientCredentials(HttpClient client, URI endpoint, String clientId, String secret, String scope) {
        this.client = client;
        this.endpoint = endpoint;
        this.form = Map.of(
                "grant_type", "client_credentials", "client_id", clientId, "client_secret", secret, "scope", scope);
    }

    /** Throws what says why there is none, and nothing of the secret. */
    @Override
    public synchronized String get() {
        if (Instant.now().isBefore(renewal)) {
            return token;
        }
        JsonObject answer = fetched();
        token = answer.getString("access_token", "");
        if (token.isEmpty()) {
            throw new IllegalStateException("No token for the client " + form.get("client_id") + " from " + endpoint
                    + ": " + answer.getString("error", "") + " " + answer.getString("error_description", ""));
        }
        renewal = Instant.now().plusSeconds(answer.getInt("expires_in", 0) - RENEWED_BEFORE);
        return token;
    }

    private JsonObject fetched() {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
                return reader.readObject();
            }
        } catch (IOException | JsonException failed) {
            throw new IllegalStateException("No token from " + endpoint + ": " + failed, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
