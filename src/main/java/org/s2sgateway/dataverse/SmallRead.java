package org.s2sgateway.dataverse;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.s2sgateway.outbound.SmallCall;
import org.s2sgateway.settings.Secret;

/**
 * The gateway's own harmless reads (WhoAmI, one row), which look at what Dataverse says rather than pass it on. Each
 * takes ten seconds and 64 KiB at most.
 *
 * <p>Thread-safe.
 */
public final class SmallRead {

    /**
     * What came back.
     *
     * @param status the HTTP status; 0 where there was no answer
     * @param code empty where the read succeeded, else Dataverse's own code, or one of ours where it gave none
     */
    public record Answer(int status, String code) {

        public boolean succeeded() {
            return code.isEmpty();
        }
    }

    private static final Duration TIME_LIMIT = Duration.ofSeconds(10);
    private static final int LONGEST = 64 * 1024;

    private final HttpClient client;

    public SmallRead(HttpClient client) {
        this.client = client;
    }

    /** Reads {@code /api/data/v9.2/<relative>} of the host. */
    public Answer get(String host, String relative, Secret token) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://" + host + "/api/data/v9.2/" + relative))
                .header("Accept", "application/json")
                .header("OData-MaxVersion", "4.0")
                .header("OData-Version", "4.0")
                // Role changes are cached by Dataverse for about 30 s; a check wants to see them at once.
                .header("Consistency", "Strong")
                .header("Authorization", "Bearer " + token.reveal())
                .GET()
                .build();
        try {
            HttpResponse<byte[]> answer = SmallCall.send(client, request, LONGEST, TIME_LIMIT);
            return new Answer(answer.statusCode(), code(answer));
        } catch (HttpTimeoutException late) {
            return new Answer(0, "S2S.Timeout");
        } catch (IOException unreachable) {
            return new Answer(0, "S2S.EnvironmentUnreachable");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Answer(0, "S2S.Timeout");
        }
    }

    private static String code(HttpResponse<byte[]> answer) {
        String type = answer.headers().firstValue("Content-Type").orElse("");
        if (!type.startsWith("application/json") || answer.statusCode() / 100 == 3) {
            // A login page or a redirect to one is not Dataverse's answer, whatever its status.
            return "S2S.UnexpectedAnswer";
        }
        String stated = stated(answer.body());
        return answer.statusCode() == 200 ? "" : stated.isEmpty() ? "HTTP-" + answer.statusCode() : stated;
    }

    private static String stated(byte[] body) {
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(body))) {
            return reader.readValue() instanceof JsonObject answer
                            && answer.get("error") instanceof JsonObject error
                            && error.get("code") instanceof JsonString code
                    ? code.getString()
                    : "";
        } catch (JsonException notJson) {
            return "";
        }
    }
}
