package org.s2sgateway.identity;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The body of a request that was answered without it, on a server that would read it to its end on the request's thread
 * (WildFly; its configuration says so with a system property). There it is thrown away as it comes and no thread waits
 * for it: strangers who send slowly could otherwise take all of them. Other servers look after it by themselves, and
 * better.
 *
 * <p>Who goes on sending for longer than the patience is cut off; who falls silent is the server's own read timeout's
 * business.
 */
final class UnreadBody implements ReadListener {

    /** Set in server-config. Not a key of the gateway's configuration: it tells what the server is like. */
    static final boolean SERVER_WAITS = Boolean.getBoolean("s2s.server.waits-for-unread-bodies");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ServletInputStream body;
    private final AsyncContext request;
    private final byte[] buffer = new byte[8 * 1024];
    private final long deadline = System.nanoTime() + PATIENCE.toNanos();
    private final AtomicBoolean ended = new AtomicBoolean();

    private UnreadBody(ServletInputStream body, AsyncContext request) {
        this.body = body;
        this.request = request;
    }

    /** Whether the request has a body, or says so. */
    static boolean isAnnounced(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    /** The request for whatever answers it: where that happens asynchronously, the body is taken care of as well. */
    static HttpServletRequest watched(HttpServletRequest request, HttpServletResponse response) {
        return isServersBusiness(request) ? request : new PatientRequest(request, response);
    }

    private static boolean isServersBusiness(HttpServletRequest request) {
        return !SERVER_WAITS || !isAnnounced(request) || !request.isAsyncSupported();
    }

    /** Takes care of what is left of the body, if anything; nothing can be added to the answer any more. */
    static void discard(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (isServersBusiness(request) || request.isAsyncStarted()) {
            return;
        }
        discard(request, response, request::startAsync);
    }

    /** Takes care of it before an asynchronous request is over, and then ends that. */
    static void discardAndComplete(HttpServletRequest request, HttpServletResponse response, AsyncContext async) {
        try {
            if (discard(request, response, () -> async)) {
                return;
            }
        } catch (IOException | IllegalStateException gone) {
            // Nobody is there any more who could send the rest.
        }
        async.complete();
    }

    /** Whether anything was left; then this ends the request. */
    private static boolean discard(
            HttpServletRequest request, HttpServletResponse response, Supplier<AsyncContext> asynchronously)
            throws IOException {
        ServletInputStream body = request.getInputStream();
        if (body.isFinished()) {
            return false;
        }
        ServletOutputStream answer = response.getOutputStream();
        AsyncContext async = asynchronously.get();
        async.setTimeout(0);
        // The consumer may wait for the end of the answer before it sends another octet.
        answer.close();
        body.setReadListener(new UnreadBody(body, async));
        return true;
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (body.isReady() && body.read(buffer) >= 0) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("A body that nobody reads did not end");
            }
        }
    }

    @Override
    public void onAllDataRead() {
        end();
    }

    @Override
    public void onError(Throwable brokenOff) {
        end();
    }

    private void end() {
        if (ended.compareAndSet(false, true)) {
            request.complete();
        }
    }
}
