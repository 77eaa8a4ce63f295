package org.s2sgateway.dataverse;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.s2sgateway.odata.EdmModel;
import org.s2sgateway.odata.MalformedXml;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.token.AccessToken;
import org.s2sgateway.token.TokenBroker;
import org.s2sgateway.token.TokenOutcome;

/**
 * Reads the {@code $metadata} of an environment with the application's token, as it streams in: packed, for it is some
 * megabytes otherwise, of 64 MiB unpacked and within a minute at most. Every user is told the same. It takes the small
 * calls' client, because a parser wants to pull and {@link Upstream} pushes.
 *
 * <p>Blocks. Thread-safe. Source: "Web API service documents" (Microsoft Dataverse).
 */
record MetadataRead(TokenBroker tokens, HttpClient client, Timeline timeline) {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** The model; an exception's message says to people why there is none. */
    EdmModel of(UUID tenantId, EnvironmentHost host) throws IOException {
        AccessToken token = token(tokens.token(tenantId, host.value()));
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://" + host.value() + "/api/data/v9.2/$metadata"))
                .timeout(LIMIT)
                .header("Accept", "application/xml")
                .header("Accept-Encoding", "gzip")
                .header("OData-MaxVersion", "4.0")
                .header("OData-Version", "4.0")
                .header("Authorization", "Bearer " + token.value().reveal())
                .build();
        HttpResponse<InputStream> answer = send(request);
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != 200) {
                if (answer.statusCode() == 401) {
                    tokens.forget(tenantId, host.value(), token);
                }
                throw new IOException("Dataverse answered with status " + answer.statusCode() + ".");
            }
            return read(answer, body);
        }
    }

    private static AccessToken token(TokenOutcome outcome) throws IOException {
        if (outcome instanceof TokenOutcome.Issued issued) {
            return issued.token();
        }
        throw new IOException(
                outcome.failure().orElseThrow(IllegalStateException::new).inWords());
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (IOException unreachable) {
            throw new IOException("Dataverse gave no answer.", unreachable);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("The gateway is stopping.", stopping);
        }
    }

    private EdmModel read(HttpResponse<InputStream> answer, InputStream body) throws IOException {
        boolean packed = answer.headers()
                .firstValue("Content-Encoding")
                .filter("gzip"::equalsIgnoreCase)
                .isPresent();
        // The JDK client's own timeout ends with the answer's head.
        Timeline.Alarm late = timeline.in(LIMIT.toNanos(), () -> cutOff(body));
        try {
            return EdmModel.read(packed ? new GZIPInputStream(body) : body);
        } catch (MalformedXml noCsdl) {
            throw new IOException("What Dataverse answered is no description of an environment.", noCsdl);
        } catch (IOException brokenOff) {
            throw new IOException("Dataverse's answer broke off.", brokenOff);
        } finally {
            late.off();
        }
    }

    private static void cutOff(InputStream body) {
        try {
            body.close();
        } catch (IOException closed) {
            // Whoever reads it is told.
        }
    }
}
