package org.s2sgateway.identity;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

/**
 * Reads the body of a form that did not come along with its head: as it comes, without a thread that waits for it, and
 * dispatches the request again once all of it is there. Strangers who send slowly take nobody's place. Who needs more
 * than 30 seconds is answered 408 or cut off.
 */
final class FormBody implements ReadListener, AsyncListener {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * Payara dispatches at once, also while the thread that began and the one that read are not done with the request,
     * and then answers now and then with 500. Nobody who sends this slowly notices the difference.
     */
    private static final Duration UNTIL_SERVER_IS_DONE = Duration.ofMillis(100);

    private static final String READ = FormBody.class.getName();

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final AsyncContext async;
    private final ServletInputStream body;
    private final byte[] octets;
    private final long deadline = System.nanoTime() + PATIENCE.toNanos();
    private final AtomicBoolean ended = new AtomicBoolean();
    private int count;

    private FormBody(HttpServletRequest request, HttpServletResponse response) throws IOException {
        this.request = request;
        this.response = response;
        body = request.getInputStream();
        // One more than announced, so that there is always room to find the end in.
        octets = new byte[request.getContentLength() + 1];
        async = request.startAsync();
    }

    /** The octets, where all of them are there already: so it is with most forms, and then nothing has to wait. */
    static Optional<byte[]> arrived(HttpServletRequest request) throws IOException {
        ServletInputStream body = request.getInputStream();
        int length = request.getContentLength();
        return body.available() >= length ? Optional.of(body.readNBytes(length)) : Optional.empty();
    }

    /** Begins to read; the request comes back as an asynchronous dispatch. */
    static void read(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // Payara loses, rarely, what comes next on a connection whose last body was read like this.
        if (request.getProtocol().startsWith("HTTP/1.")) {
            response.setHeader("Connection", "close");
        }
        FormBody form = new FormBody(request, response);
        // Where the server reads what is left of a body on a thread of its own, it must not be ended in the middle of
        // one: there the server's own read timeout ends who falls silent.
        form.async.setTimeout(UnreadBody.SERVER_WAITS ? 0 : PATIENCE.toMillis());
        form.async.addListener(form);
        form.body.setReadListener(form);
    }

    /** What was read of a request that has come back; empty where it is another one. */
    static Optional<byte[]> of(HttpServletRequest request) {
        return request.getAttribute(READ) instanceof byte[] octets ? Optional.of(octets) : Optional.empty();
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (body.isReady()) {
            int read = body.read(octets, count, octets.length - count);
            if (read < 0) {
                return;
            }
            count += read;
            if (count == octets.length || System.nanoTime() - deadline > 0) {
                throw new IOException("A form is longer than announced, or takes too long");
            }
        }
    }

    @Override
    public void onAllDataRead() {
        if (ended.compareAndSet(false, true)) {
            request.setAttribute(READ, Arrays.copyOf(octets, count));
            CompletableFuture.delayedExecutor(UNTIL_SERVER_IS_DONE.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(async::dispatch);
        }
    }

    @Override
    public void onError(Throwable brokenOff) {
        giveUp();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        giveUp();
    }

    private void giveUp() {
        if (ended.compareAndSet(false, true)) {
            try {
                new Refusal(ProblemType.REQUEST_TIMEOUT, "The form did not arrive within 30 seconds.")
                        .answer(request, response);
            } catch (IOException gone) {
                // Whoever sent it does not want to know.
            } finally {
                async.complete();
            }
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        // nothing is left to do
    }

    @Override
    public void onError(AsyncEvent event) {
        // the container answers what the dispatched request failed with
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // nobody starts anew
    }
}
