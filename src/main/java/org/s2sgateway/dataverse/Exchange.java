package org.s2sgateway.dataverse;

import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.util.DeadlineTimeoutException;
import org.jspecify.annotations.Nullable;

/** One request on the wire and its answer, which can be cut off. Thread-safe. */
public final class Exchange {

    private final Wire wire;
    private final HttpHost address;
    private final BasicHttpRequest request;
    private final @Nullable RequestBody body;
    private final Consumer<UpstreamOutcome> then;
    private final Runnable whenEnded;
    private final AtomicBoolean told = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicReference<@Nullable Future<?>> work = new AtomicReference<>();
    private volatile boolean sent;
    private volatile @Nullable AsyncExecRuntime connection;

    Exchange(
            Wire wire,
            HttpHost address,
            BasicHttpRequest request,
            @Nullable RequestBody body,
            Consumer<UpstreamOutcome> then,
            Runnable whenEnded) {
        this.wire = wire;
        this.address = address;
        this.request = request;
        this.body = body;
        this.then = then;
        this.whenEnded = whenEnded;
    }

    /** What exchanges have in common. */
    record Wire(CloseableHttpAsyncClient client, Timeline timeline, UpstreamLimits limits) {}

    /** Tells the client's chain which exchange it is working for. */
    static final class Context extends HttpClientContext {
        private final Exchange exchange;

        Context(Exchange exchange) {
            this.exchange = exchange;
        }

        void sent(AsyncExecRuntime connection) {
            exchange.connection = connection;
            exchange.sent = true;
        }
    }

    /** Sends the request; does nothing after a cut. */
    public void begin() {
        if (ended.get()) {
            return;
        }
        SentRequest out = new SentRequest(request, body);
        ReceivedAnswer in =
                new ReceivedAnswer(this, wire.timeline(), wire.limits().silence());
        Future<?> future = wire.client().execute(address, out, in, null, new Context(this), new FailureOnly(this));
        work.set(future);
        if (ended.get()) {
            future.cancel(true);
        }
    }

    /** Cuts the connection, unless the exchange is over; tells nobody but who waits for the end. */
    public void cut() {
        told.set(true);
        Future<?> future = work.get();
        if (future != null) {
            future.cancel(true);
        }
        // To cancel is to ask: a connection that has nothing to say would not hear it, and keep its place in the pool.
        AsyncExecRuntime used = connection;
        if (used != null) {
            used.discardEndpoint();
        }
        end();
    }

    void answered(UpstreamAnswer answer) {
        tell(new UpstreamOutcome.Answered(answer));
    }

    void failed(Exception cause) {
        if (body instanceof BodyPipe pipe && pipe.isBrokenOff()) {
            tell(new UpstreamOutcome.BodyBrokenOff());
        } else {
            tell(UpstreamOutcome.failed(code(cause), cause, sent));
        }
        end();
    }

    void end() {
        if (ended.compareAndSet(false, true)) {
            whenEnded.run();
        }
    }

    private void tell(UpstreamOutcome outcome) {
        if (told.compareAndSet(false, true)) {
            then.accept(outcome);
        }
    }

    private static String code(Exception cause) {
        if (cause instanceof DeadlineTimeoutException) {
            // Nothing but waiting for a connection of the pool has a deadline there.
            return "S2S.Busy";
        }
        return cause instanceof SSLHandshakeException || cause instanceof SSLPeerUnverifiedException
                ? "S2S.EnvironmentUntrusted"
                : "S2S.EnvironmentUnreachable";
    }

    private record FailureOnly(Exchange exchange) implements FutureCallback<Void> {
        @Override
        public void completed(Void nothing) {
            // The answer has told it already.
        }

        @Override
        public void failed(Exception cause) {
            exchange.failed(cause);
        }

        @Override
        public void cancelled() {
            exchange.failed(new IOException("The exchange was cut off"));
        }
    }
}
