package org.s2sgateway.dataverse;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/**
 * A request on the wire whose connection can be cut while it is being sent. Its target stays byte for byte what it was
 * given, which the HTTP client's own cancellable requests do not promise: they hold a {@link java.net.URI}.
 *
 * <p>Thread-safe as far as cancelling goes.
 */
final class UpstreamCall extends BasicClassicHttpRequest implements CancellableDependency {

    private static final long serialVersionUID = 1L;

    private static final Cancellable NOTHING_YET = () -> false;
    private static final Cancellable CANCELLED = () -> false;

    private final transient AtomicReference<Cancellable> connection = new AtomicReference<>(NOTHING_YET);

    UpstreamCall(String method, HttpHost address, RequestTarget target) {
        super(method, address, target.toString());
    }

    @Override
    public void setDependency(Cancellable dependency) {
        // The client sets more than one of them: first the wait for a connection, then the connection.
        Cancellable before = connection.getAndUpdate(current -> current == CANCELLED ? CANCELLED : dependency);
        if (before == CANCELLED) {
            dependency.cancel();
        }
    }

    @Override
    public boolean isCancelled() {
        return connection.get() == CANCELLED;
    }

    @Override
    public boolean cancel() {
        return connection.getAndSet(CANCELLED).cancel();
    }
}
