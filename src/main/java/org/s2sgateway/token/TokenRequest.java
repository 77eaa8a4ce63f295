package org.s2sgateway.token;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.diagnosis.Dictionary;

/**
 * Sends msal4j's one token request over our client and keeps what msal4j's exceptions drop: the status of every answer,
 * {@code Retry-After}, the error codes, and what went wrong on the way.
 *
 * <p>For one acquisition; not thread-safe.
 */
final class TokenRequest implements IHttpClient {

    private final HttpClient client;
    private final Duration timeout;
    private @Nullable Answer answer;
    private @Nullable IOException failure;

    TokenRequest(HttpClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
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

    /** What helps to find the request again, for the log. */
    String trace() {
        return answer == null ? "" : answer.trace();
    }

    @Override
    public IHttpResponse send(HttpRequest request) throws IOException {
        java.net.http.HttpRequest.Builder toSend = java.net.http.HttpRequest.newBuilder(
                        URI.create(request.url().toString()))
                .method(
                        request.httpMethod().methodName,
                        java.net.http.HttpRequest.BodyPublishers.ofString(request.body()));
        request.headers().forEach(toSend::setHeader);
        try {
            java.net.http.HttpResponse<String> received = exchange(toSend.build());
            answer = Answer.of(received);
            HttpResponse response =
                    new HttpResponse().statusCode(received.statusCode()).body(received.body());
            response.addHeaders(received.headers().map());
            return response;
        } catch (IOException failed) {
            failure = failed;
            throw failed;
        }
    }

    /** The timeout of the JDK's own request ends with the headers of the answer; this one is for all of it. */
    private java.net.http.HttpResponse<String> exchange(java.net.http.HttpRequest request) throws IOException {
        CompletableFuture<java.net.http.HttpResponse<String>> answering =
                client.sendAsync(request, SmallBody.handler());
        try {
            return answering.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new HttpTimeoutException("No answer in " + timeout.toSeconds() + " s");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting for the identity provider");
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException cause ? cause : new IOException(failed.getCause());
        } finally {
            answering.cancel(true);
        }
    }
}
