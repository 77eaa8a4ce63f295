package org.s2sgateway.dataverse;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.s2sgateway.outbound.SmallCall;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.token.RetryAfter;

/**
 * The gateway's own small calls to the Web API of one environment, with one token: JSON only, no redirects, answers of
 * 64 KiB and ten seconds at most unless a call says otherwise. Every call asks for the newest state of users and roles,
 * which Dataverse otherwise caches for about half a minute. The caller has made sure that the host is allowed.
 *
 * <p>Thread-safe. Source: "Compose HTTP requests and handle errors" (Microsoft Dataverse).
 */
public final class WebApi {

    /** What came back. */
    public sealed interface Outcome {

        /**
         * It was done.
         *
         * @param status 200, 201 or 204
         * @param body empty where the answer has none
         */
        record Done(int status, JsonObject body) implements Outcome {}

        /**
         * It was not done, or nobody knows.
         *
         * @param status the HTTP status; 0 where there was no answer
         * @param code Dataverse's own code, or one of ours where it gave none
         * @param retryAfter how long Dataverse asks to wait
         */
        record Failed(int status, String code, Optional<Duration> retryAfter) implements Outcome {}

        /** One function per case. */
        default <T> T fold(Function<Done, T> done, Function<Failed, T> failed) {
            return this instanceof Done it ? done.apply(it) : failed.apply((Failed) this);
        }
    }

    private static final Duration TIME_LIMIT = Duration.ofSeconds(10);
    private static final int LONGEST = 64 * 1024;

    private final HttpClient client;
    private final String root;
    private final Secret token;

    /** @param host with its port where that is not 443 */
    public WebApi(HttpClient client, String host, Secret token) {
        this.client = client;
        this.root = "https://" + host + "/api/data/v9.2/";
        this.token = token;
    }

    /** The absolute address of {@code relative}, as links in bodies need it. */
    public String url(String relative) {
        return root + relative;
    }

    /** Reads {@code /api/data/v9.2/<relative>}, whose query is percent-encoded already. */
    public Outcome get(String relative) {
        return send(relative, "GET", BodyPublishers.noBody(), TIME_LIMIT);
    }

    public Outcome post(String relative, JsonObject body) {
        return post(relative, body, TIME_LIMIT);
    }

    /** The same for a call that takes its time. */
    public Outcome post(String relative, JsonObject body, Duration limit) {
        return send(relative, "POST", BodyPublishers.ofString(body.toString()), limit);
    }

    /** Changes a row; never creates one, as PATCH otherwise would. */
    public Outcome patch(String relative, JsonObject body) {
        return send(relative, "PATCH", BodyPublishers.ofString(body.toString()), TIME_LIMIT);
    }

    public Outcome delete(String relative) {
        return send(relative, "DELETE", BodyPublishers.noBody(), TIME_LIMIT);
    }

    private Outcome send(String relative, String method, BodyPublisher body, Duration limit) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + relative))
                .header("Accept", "application/json")
                .header("OData-MaxVersion", "4.0")
                .header("OData-Version", "4.0")
                .header("Consistency", "Strong")
                .header("Authorization", "Bearer " + token.reveal())
                .method(method, body);
        if (body.contentLength() != 0) {
            request.header("Content-Type", "application/json; charset=utf-8");
        }
        if (method.equals("PATCH")) {
            request.header("If-Match", "*");
        }
        try {
            return outcome(method, SmallCall.send(client, request.build(), LONGEST, limit));
        } catch (HttpTimeoutException late) {
            return new Outcome.Failed(0, "S2S.Timeout", Optional.empty());
        } catch (IOException unreachable) {
            return new Outcome.Failed(0, "S2S.EnvironmentUnreachable", Optional.empty());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed(0, "S2S.Timeout", Optional.empty());
        }
    }

    private static Outcome outcome(String method, HttpResponse<byte[]> answer) {
        if (answer.statusCode() == 204 && !method.equals("GET")) {
            return new Outcome.Done(204, JsonValue.EMPTY_JSON_OBJECT);
        }
        Optional<JsonObject> body = object(answer);
        boolean done = answer.statusCode() == 200 || (answer.statusCode() == 201 && !method.equals("GET"));
        if (done && body.isPresent()) {
            return new Outcome.Done(answer.statusCode(), body.get());
        }
        return new Outcome.Failed(answer.statusCode(), code(answer, done, body), retryAfter(answer));
    }

    private static String code(HttpResponse<byte[]> answer, boolean done, Optional<JsonObject> body) {
        if (done || !isJson(answer) || answer.statusCode() / 100 == 3) {
            // A login page or a redirect to one is not Dataverse's answer, whatever its status.
            return "S2S.UnexpectedAnswer";
        }
        return body.map(WebApi::stated).filter(code -> !code.isEmpty()).orElseGet(() -> "HTTP-" + answer.statusCode());
    }

    private static Optional<JsonObject> object(HttpResponse<byte[]> answer) {
        if (!isJson(answer)) {
            return Optional.empty();
        }
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(answer.body()))) {
            return reader.readValue() instanceof JsonObject object ? Optional.of(object) : Optional.empty();
        } catch (JsonException cutOffOrNoJson) {
            return Optional.empty();
        }
    }

    private static boolean isJson(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
    }

    private static String stated(JsonObject body) {
        return body.get("error") instanceof JsonObject error && error.get("code") instanceof JsonString code
                ? code.getString()
                : "";
    }

    private static Optional<Duration> retryAfter(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("Retry-After").flatMap(value -> RetryAfter.parse(value, Instant.now()));
    }
}
