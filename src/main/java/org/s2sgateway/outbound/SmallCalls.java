package org.s2sgateway.outbound;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** The JDK client for small calls and the threads that it works with. */
record SmallCalls(HttpClient client, ExecutorService threads) implements AutoCloseable {

    private static final String KEEP_ALIVE = "jdk.httpclient.keepalive.timeout";

    static SmallCalls open(SSLContext tls, Optional<ProxyAddress> proxy) {
        keepConnectionsForThirtySeconds();
        AtomicInteger number = new AtomicInteger();
        // The client's own threads only move bytes; they never wait for an answer.
        ExecutorService threads = Executors.newFixedThreadPool(4, work -> {
            Thread thread = new Thread(work, "s2s-outbound-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(5))
                .sslContext(tls)
                .executor(threads);
        proxy.ifPresent(address ->
                client.proxy(ProxySelector.of(InetSocketAddress.createUnresolved(address.host(), address.port()))));
        return new SmallCalls(client.build(), threads);
    }

    /**
     * JDK 17 keeps an idle connection for 20 minutes, longer than servers and firewalls do, and a POST on a dead
     * connection fails. The property is the only way to tell it and holds for the whole Java process; whoever set it on
     * the command line is obeyed.
     */
    private static void keepConnectionsForThirtySeconds() {
        if (System.getProperty(KEEP_ALIVE) == null) {
            System.setProperty(KEEP_ALIVE, "30");
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
