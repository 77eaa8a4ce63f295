package org.s2sgateway.dataverse;

import java.io.IOException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.async.AsyncExecChainHandler;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.nio.AsyncClientConnectionOperator;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.s2sgateway.outbound.Outbound;

/** Makes the HTTP client towards Dataverse, with everything switched off that it would do by itself. */
final class UpstreamClient {

    /** Longer than any deadline, and than the patience with a body: this only clears away what nobody waits for. */
    private static final Timeout SILENCE = Timeout.ofMinutes(12);

    /** More than the gate lets in, for connections that are just being given back. */
    private static final int CONNECTIONS_PER_ENVIRONMENT = EnvironmentGate.MOST + 16;

    /** More than there may be calls: environments do not wait for each other. */
    private static final int CONNECTIONS = 10_000;

    private static final TimeValue IDLE = TimeValue.ofSeconds(30);

    private UpstreamClient() {}

    /** What there is to make connections in another way. */
    private static final class Pool extends PoolingAsyncClientConnectionManagerBuilder {
        @Override
        protected AsyncClientConnectionOperator createConnectionOperator(
                TlsStrategy tls, SchemePortResolver ports, DnsResolver names) {
            return new Connects(super.createConnectionOperator(tls, ports, names));
        }
    }

    static CloseableHttpAsyncClient open(Outbound outbound, String product, UpstreamLimits limits) {
        Timeout connect = Timeout.of(limits.connect());
        HttpAsyncClientBuilder builder = HttpAsyncClientBuilder.create()
                .setConnectionManager(new Pool()
                        // A connection whose call waits for its answer keeps no buffers for TLS: 50 KB each, and the
                        // heap was full of them with 2,000 calls in flight.
                        .setTlsStrategy(new DefaultClientTlsStrategy(
                                outbound.tls(),
                                null,
                                null,
                                SSLBufferMode.DYNAMIC,
                                HttpsSupport.getDefaultHostnameVerifier()))
                        .setDefaultTlsConfig(TlsConfig.custom()
                                .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                                .setHandshakeTimeout(Timeout.of(limits.tls()))
                                .build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                .setSocketTimeout(SILENCE)
                                .build())
                        // The lax pool has no lock, but forgets who waits: a request that finds others waiting waits
                        // behind them, even where there is room, until somebody gives a connection back.
                        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.STRICT)
                        .setConnPoolPolicy(PoolReusePolicy.LIFO)
                        .setMaxConnPerRoute(CONNECTIONS_PER_ENVIRONMENT)
                        .setMaxConnTotal(CONNECTIONS)
                        .build())
                .setIOReactorConfig(
                        IOReactorConfig.custom().setSoTimeout(SILENCE).build())
                .setHttp1Config(Http1Config.custom()
                        .setInitialWindowSize(ReceivedAnswer.SMALL)
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(connect)
                        // Challenges are the gateway's own business.
                        .setAuthenticationEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .setUserAgent(product)
                .setThreadFactory(threads())
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAutomaticRetries()
                .disableAuthCaching()
                .disableConnectionState()
                .addExecInterceptorFirst("begun", begun())
                .addExecInterceptorLast("sent", sent())
                .evictIdleConnections(IDLE)
                .evictExpiredConnections();
        outbound.proxy().ifPresent(proxy -> builder.setProxy(new HttpHost("http", proxy.host(), proxy.port())));
        CloseableHttpAsyncClient client = builder.build();
        client.start();
        return client;
    }

    private static ThreadFactory threads() {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, "s2s-dataverse-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Stands before everything: whatever fails afterwards, the exchange can give its connection back. */
    private static AsyncExecChainHandler begun() {
        return (request, body, scope, chain, callback) -> {
            if (scope.clientContext instanceof Exchange.Context context) {
                context.begun(scope.execRuntime);
            }
            chain.proceed(request, body, scope, callback);
        };
    }

    /** Stands between connecting and sending: what failed before it was never sent. */
    private static AsyncExecChainHandler sent() {
        return (request, body, scope, chain, callback) -> {
            if (scope.clientContext instanceof Exchange.Context context && !context.sent()) {
                callback.failed(new IOException("The exchange was cut while its connection was made"));
                return;
            }
            chain.proceed(request, body, scope, callback);
        };
    }
}
