package org.s2sgateway.token;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.diagnosis.Dictionary;
import org.s2sgateway.outbound.SmallCall;

/**
 * Sends msal4j's one token request over our client and keeps what msal4j's exceptions drop: the status of every answer,
 * {@code Retry-After}, the error codes, and what went wrong on the way.
 *
 * <p>For one acquisition; not thread-safe.
 */
final class TokenRequest implements IHttpClient {

    /** Many times the size of a token. */
    private static final int MAX_BODY = 256 * 1024;

    private final HttpClient client;
    private final Duration timeout;
    private @Nullable Answer answer;
    private @Nullable IOException failure;

    TokenRequest(HttpClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    boolean wasSent() {
        return answer != null || failure != null;
    }

    /** Whether the connection broke while an answer was awaited, as one does that the server had already given up. */
    boolean lostTheConnection() {
        return failure != null && answer == null && Unreachable.of(failure) == Unreachable.CONNECTION_LOST;
    }

    /** What an acquisition comes to that gave no token. */
    TokenOutcome outcome(Instant now) {
        if (failure != null) {
            return new TokenOutcome.Unavailable(Unreachable.of(failure).diagnosis(), Optional.empty());
        }
        return answer == null
                ? new TokenOutcome.Refused(Dictionary.diagnose("S2S.CredentialUnusable"))
                : answer.refusal(now);
    }

    /** What helps to find the request or the obstacle, for the log. */
    String trace() {
        if (failure != null) {
            return " (" + failure + ")";
        }
        return answer == null ? "" : answer.trace();
    }

    @Override
    public IHttpResponse send(HttpRequest request) throws IOException {
        try {
            java.net.http.HttpResponse<byte[]> received = SmallCall.send(client, ours(request), MAX_BODY, timeout);
            String body = new String(received.body(), StandardCharsets.UTF_8);
            answer = Answer.of(received.statusCode(), received.headers(), body);
            HttpResponse response =
                    new HttpResponse().statusCode(received.statusCode()).body(body);
            response.addHeaders(received.headers().map());
            return response;
        } catch (IOException failed) {
            failure = failed;
            throw failed;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            failure = new InterruptedIOException("Interrupted while waiting for the identity provider");
            throw failure;
        }
    }

    private static java.net.http.HttpRequest ours(HttpRequest request) {
        java.net.http.HttpRequest.Builder ours = java.net.http.HttpRequest.newBuilder(
                        URI.create(request.url().toString()))
                .method(
                        request.httpMethod().methodName,
                        java.net.http.HttpRequest.BodyPublishers.ofString(request.body()));
        request.headers().forEach(ours::setHeader);
        return ours.build();
    }
}
