package org.s2sgateway.dataverse;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.hc.client5.http.nio.AsyncClientConnectionOperator;
import org.apache.hc.client5.http.nio.ManagedAsyncClientConnection;
import org.apache.hc.core5.concurrent.ComplexFuture;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections, so many at a time; the others wait for their turn, and their time to connect begins with it. The
 * environments take turns. Handshakes cost both sides' processors: after a start or an outage thousands at once would be
 * so slow that all of them run out of time together, and those that come in their place as well. Few for one environment,
 * so that one that does not answer keeps no other waiting.
 *
 * <p>Thread-safe.
 */
final class Connects implements AsyncClientConnectionOperator {

    static final int ALL = 192;
    static final int PER_ENVIRONMENT = 12;

    private final AsyncClientConnectionOperator operator;

    private final Places<HttpHost> places = new Places<>(ALL, PER_ENVIRONMENT);

    // Guarded by this, as is the other one: who waits for an environment, nobody's queue being empty.
    private final Map<HttpHost, Deque<Attempt>> waiting = new HashMap<>();

    // Of them the environments that may have a place, in turn: one that does not answer and for which thousands wait is
    // not looked at again for everybody else's connection.
    private final Set<HttpHost> turns = new LinkedHashSet<>();

    /** @param operator which makes them */
    Connects(AsyncClientConnectionOperator operator) {
        this.operator = operator;
    }

    @Override
    public Future<ManagedAsyncClientConnection> connect(
            ConnectionInitiator initiator,
            HttpHost endpoint,
            @Nullable SocketAddress local,
            Timeout timeout,
            @Nullable Object attachment,
            FutureCallback<ManagedAsyncClientConnection> callback) {
        return connect(initiator, endpoint, null, local, timeout, attachment, null, callback);
    }

    @Override
    public Future<ManagedAsyncClientConnection> connect(
            ConnectionInitiator initiator,
            HttpHost endpoint,
            @Nullable NamedEndpoint name,
            @Nullable SocketAddress local,
            Timeout timeout,
            @Nullable Object attachment,
            @Nullable HttpContext context,
            FutureCallback<ManagedAsyncClientConnection> callback) {
        Attempt attempt = new Attempt(
                endpoint,
                context,
                told -> operator.connect(initiator, endpoint, name, local, timeout, attachment, context, told),
                callback);
        await(attempt);
        beginAll();
        return attempt.result;
    }

    @Override
    public void upgrade(ManagedAsyncClientConnection connection, HttpHost endpoint, @Nullable Object attachment) {
        operator.upgrade(connection, endpoint, attachment);
    }

    @Override
    public void upgrade(
            ManagedAsyncClientConnection connection,
            HttpHost endpoint,
            @Nullable NamedEndpoint name,
            @Nullable Object attachment,
            @Nullable HttpContext context,
            @Nullable FutureCallback<ManagedAsyncClientConnection> callback) {
        operator.upgrade(connection, endpoint, name, attachment, context, callback);
    }

    /** In turn, not one out of another: an address that is not found fails thousands of them at once. */
    private void beginAll() {
        List<Attempt> next = admitted();
        while (!next.isEmpty()) {
            boolean room = false;
            for (Attempt attempt : next) {
                room |= attempt.begin();
            }
            next = room ? admitted() : List.of();
        }
    }

    private synchronized void await(Attempt attempt) {
        waiting.computeIfAbsent(attempt.endpoint, first -> new ArrayDeque<>()).add(attempt);
        turns.add(attempt.endpoint);
    }

    private synchronized List<Attempt> admitted() {
        List<Attempt> admitted = new ArrayList<>(1);
        while (!places.areTaken() && !turns.isEmpty()) {
            HttpHost endpoint = turns.iterator().next();
            turns.remove(endpoint);
            if (places.take(endpoint)) {
                Attempt next = next(endpoint);
                next.beginning = true;
                admitted.add(next);
            }
        }
        return admitted;
    }

    /** The others for the same environment wait behind those for the other ones. */
    private Attempt next(HttpHost endpoint) {
        Deque<Attempt> queue = Objects.requireNonNull(waiting.get(endpoint));
        Attempt next = queue.remove();
        if (queue.isEmpty()) {
            waiting.remove(endpoint);
        } else {
            turns.add(endpoint);
        }
        return next;
    }

    /** Whether the next one's turn is to be looked for; where an attempt is over before it has begun, that is done already. */
    private synchronized boolean giveBack(Attempt attempt) {
        if (attempt.over) {
            return false;
        }
        attempt.over = true;
        places.giveBack(attempt.endpoint);
        if (waiting.containsKey(attempt.endpoint)) {
            turns.add(attempt.endpoint);
        }
        return !attempt.beginning;
    }

    /** Whether it is over already. */
    private synchronized boolean begun(Attempt attempt) {
        attempt.beginning = false;
        return attempt.over;
    }

    /** One connection that is wanted, or being made. */
    private final class Attempt implements FutureCallback<ManagedAsyncClientConnection> {

        private final HttpHost endpoint;
        private final @Nullable HttpContext context;
        private final Function<Attempt, Future<ManagedAsyncClientConnection>> connecting;
        private final ComplexFuture<ManagedAsyncClientConnection> result;

        // Guarded by Connects.
        private boolean beginning;
        private boolean over;

        Attempt(
                HttpHost endpoint,
                @Nullable HttpContext context,
                Function<Attempt, Future<ManagedAsyncClientConnection>> connecting,
                FutureCallback<ManagedAsyncClientConnection> callback) {
            this.endpoint = endpoint;
            this.context = context;
            this.connecting = connecting;
            result = new ComplexFuture<>(callback);
        }

        /** Whether it is over at once. */
        boolean begin() {
            if (result.isDone() || (context instanceof Exchange.Context call && call.isCut())) {
                failed(new IOException("Nobody wants the connection any more"));
            } else {
                connect();
            }
            return begun(this);
        }

        private void connect() {
            try {
                result.setDependency(connecting.apply(this));
            } catch (RuntimeException defect) {
                failed(defect);
            }
        }

        @Override
        public void completed(ManagedAsyncClientConnection connection) {
            next();
            result.completed(connection);
        }

        @Override
        public void failed(Exception cause) {
            next();
            result.failed(cause);
        }

        @Override
        public void cancelled() {
            next();
            result.cancel();
        }

        private void next() {
            if (giveBack(this)) {
                beginAll();
            }
        }
    }
}
