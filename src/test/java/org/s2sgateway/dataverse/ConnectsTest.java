package org.s2sgateway.dataverse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.nio.AsyncClientConnectionOperator;
import org.apache.hc.client5.http.nio.ManagedAsyncClientConnection;
import org.apache.hc.core5.concurrent.BasicFuture;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConnectsTest {

    private final Operator operator = new Operator();
    private final Connects connects = new Connects(operator);
    private final List<String> told = new ArrayList<>();

    @Test
    void makesFewConnectionsToAnEnvironmentAtOnceAndTheNextWhenOneIsThere() {
        for (int i = 0; i < Connects.PER_ENVIRONMENT + 2; i++) {
            want("contoso", "" + i);
        }
        assertThat(operator.begun).hasSize(Connects.PER_ENVIRONMENT);

        operator.begun.get(3).completed(null);
        assertThat(told).containsExactly("3 there");
        assertThat(operator.begun).hasSize(Connects.PER_ENVIRONMENT + 1);

        operator.begun.get(0).failed(new IOException("refused"));
        assertThat(told).containsExactly("3 there", "0 refused");
        assertThat(operator.begun).hasSize(Connects.PER_ENVIRONMENT + 2);
    }

    @Test
    void letsNoEnvironmentWaitForAnotherOne() {
        for (int i = 0; i < 2 * Connects.PER_ENVIRONMENT; i++) {
            want("silent", "" + i);
        }

        want("contoso", "other");

        assertThat(operator.begun).hasSize(Connects.PER_ENVIRONMENT + 1);
        assertThat(operator.hosts).endsWith("contoso");
    }

    @Test
    void makesSoManyAtOnceAndNoMore() {
        for (int i = 0; i <= Connects.ALL; i++) {
            want("host" + i, "" + i);
        }
        assertThat(operator.begun).hasSize(Connects.ALL);

        operator.begun.get(7).cancelled();

        assertThat(operator.begun).hasSize(Connects.ALL + 1);
        assertThat(told).containsExactly("7 cancelled");
    }

    @Test
    void letsEnvironmentsTakeTurns() {
        for (int i = 0; i < Connects.ALL; i++) {
            want("host" + i, "" + i);
        }
        want("contoso", "first");
        want("contoso", "second");
        want("fabrikam", "other");

        for (int i = 0; i < 3; i++) {
            operator.begun.get(i).completed(null);
        }

        assertThat(operator.hosts).endsWith("contoso", "fabrikam", "contoso");
    }

    /** A name that is not found fails before the operator returns, for everybody who waits. */
    @Test
    void standsThousandsThatFailAtOnce() {
        for (int i = 0; i < 20_000 + Connects.PER_ENVIRONMENT; i++) {
            want("contoso", "" + i);
        }
        operator.failing = true;

        operator.begun.get(0).failed(new IOException("refused"));

        assertThat(told).hasSize(20_001);
        operator.failing = false;
        want("contoso", "last");
        assertThat(operator.begun).hasSize(Connects.PER_ENVIRONMENT + 1);
    }

    @Test
    void countsAnAttemptOnceThatFailsTwice() {
        operator.failing = true;
        operator.throwing = true;
        want("contoso", "0");
        operator.failing = false;
        operator.throwing = false;

        for (int i = 0; i <= Connects.PER_ENVIRONMENT; i++) {
            want("contoso", "" + i);
        }

        assertThat(told).containsExactly("0 not found");
        assertThat(operator.begun).hasSize(Connects.PER_ENVIRONMENT);
    }

    @Test
    void makesNoneThatNobodyWantsAnyMore() {
        List<Future<?>> wanted = new ArrayList<>();
        for (int i = 0; i <= Connects.PER_ENVIRONMENT; i++) {
            wanted.add(want("contoso", "" + i));
        }

        wanted.get(Connects.PER_ENVIRONMENT).cancel(true);
        operator.begun.get(0).completed(null);

        assertThat(operator.begun).hasSize(Connects.PER_ENVIRONMENT);
        assertThat(told).containsExactly(Connects.PER_ENVIRONMENT + " cancelled", "0 there");
    }

    private Future<?> want(String host, String name) {
        return connects.connect(null, new HttpHost("https", host), null, Timeout.ofSeconds(5), null, new Told(name));
    }

    private final class Told implements FutureCallback<ManagedAsyncClientConnection> {
        private final String name;

        Told(String name) {
            this.name = name;
        }

        @Override
        public void completed(ManagedAsyncClientConnection connection) {
            told.add(name + " there");
        }

        @Override
        public void failed(Exception cause) {
            told.add(name + " " + cause.getMessage());
        }

        @Override
        public void cancelled() {
            told.add(name + " cancelled");
        }
    }

    /** Begins, and leaves the rest to the test. */
    private static final class Operator implements AsyncClientConnectionOperator {
        private final List<FutureCallback<ManagedAsyncClientConnection>> begun = new ArrayList<>();
        private final List<String> hosts = new ArrayList<>();
        private boolean failing;
        private boolean throwing;

        @Override
        public Future<ManagedAsyncClientConnection> connect(
                @Nullable ConnectionInitiator initiator,
                HttpHost endpoint,
                @Nullable NamedEndpoint name,
                @Nullable SocketAddress local,
                Timeout timeout,
                @Nullable Object attachment,
                @Nullable HttpContext context,
                FutureCallback<ManagedAsyncClientConnection> callback) {
            if (failing) {
                callback.failed(new IOException("not found"));
            } else {
                begun.add(callback);
                hosts.add(endpoint.getHostName());
            }
            if (throwing) {
                throw new IllegalStateException("and more");
            }
            return new BasicFuture<>(null);
        }

        @Override
        public Future<ManagedAsyncClientConnection> connect(
                ConnectionInitiator initiator,
                HttpHost endpoint,
                @Nullable SocketAddress local,
                Timeout timeout,
                @Nullable Object attachment,
                FutureCallback<ManagedAsyncClientConnection> callback) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void upgrade(ManagedAsyncClientConnection connection, HttpHost endpoint, @Nullable Object attachment) {
            throw new UnsupportedOperationException();
        }
    }
}
