package org.s2sgateway.outbound;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A call whose answer is small, with one time limit over all of it. The JDK client's own timeout ends with the answer's
 * head: a server that drips its body could hold a thread for ever.
 */
public final class SmallCall {

    private SmallCall() {}

    /**
     * Sends the request and reads the answer, cut off after the given number of bytes.
     *
     * @throws HttpTimeoutException when head and body together take longer than the limit
     * @throws IOException when there is no connection, or it breaks
     */
    public static HttpResponse<byte[]> send(HttpClient client, HttpRequest request, int atMostBytes, Duration limit)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> call = client.sendAsync(request, head -> new CutOffBody(atMostBytes));
        try {
            return call.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new HttpTimeoutException("No complete answer within " + limit.toSeconds() + " s");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException(failed.getCause());
        } finally {
            call.cancel(true);
        }
    }
}
