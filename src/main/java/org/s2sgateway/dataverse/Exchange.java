package org.s2sgateway.dataverse;

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

/**
 * One request on the wire and its answer, which can be cut off.
 *
 * <p>It ends when its connection is given back, and not before: whoever counts exchanges counts connections. Thread-safe.
 */
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
    private boolean begun;
    private volatile boolean cut;
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

        /** What will have a connection, and has it until it is told to discard it. */
        void begun(AsyncExecRuntime connection) {
            exchange.connection = connection;
        }

        boolean isCut() {
            return exchange.cut;
        }

        /** There is a connection; false where it is to be given back. */
        boolean sent() {
            exchange.sent = true;
            return !exchange.cut;
        }
    }

    /** Sends the request; does nothing after a cut. */
    public void begin() {
        synchronized (this) {
            if (cut) {
                return;
            }
            begun = true;
        }
        boolean underWay = false;
        try {
            execute();
            underWay = true;
        } finally {
            if (!underWay) {
                end();
            }
        }
    }

    private void execute() {
        SentRequest out = new SentRequest(request, body);
        ReceivedAnswer in =
                new ReceivedAnswer(this, wire.timeline(), wire.limits().silence());
        Future<?> future = wire.client().execute(address, out, in, null, new Context(this), new FailureOnly(this));
        work.set(future);
        if (cut) {
            future.cancel(true);
        }
    }

    /**
     * Cuts the connection, unless the exchange is over; tells nobody but who waits for the end. One that is still being
     * made is given back when it is there or has failed: the client knows no way to stop it.
     */
    public void cut() {
        told.set(true);
        boolean nothing;
        synchronized (this) {
            cut = true;
            nothing = !begun;
        }
        if (nothing) {
            end();
            return;
        }
        Future<?> future = work.get();
        if (future != null) {
            future.cancel(true);
        }
        if (sent) {
            // To cancel is to ask: a connection that has nothing to say would not hear it, and keep its place in the
            // pool.
            discard();
            end();
        }
    }

    void answered(UpstreamAnswer answer) {
        if (!tell(new UpstreamOutcome.Answered(answer))) {
            answer.close();
        }
    }

    void failed(Exception cause) {
        if (body instanceof BodyPipe pipe && pipe.isBrokenOff()) {
            tell(new UpstreamOutcome.BodyBrokenOff());
        } else {
            tell(UpstreamOutcome.failed(code(cause), cause, sent));
        }
        discard();
        end();
    }

    /** Does nothing where there is no connection, or none any more. */
    private void discard() {
        AsyncExecRuntime used = connection;
        if (used != null) {
            used.discardEndpoint();
        }
    }

    void end() {
        if (ended.compareAndSet(false, true)) {
            whenEnded.run();
        }
    }

    private boolean tell(UpstreamOutcome outcome) {
        boolean first = told.compareAndSet(false, true);
        if (first) {
            then.accept(outcome);
        }
        return first;
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
            // Only a cut cancels, and it tells nobody. The end comes when the connection is given back.
        }
    }
}
