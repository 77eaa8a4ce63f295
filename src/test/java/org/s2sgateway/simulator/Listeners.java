package org.s2sgateway.simulator;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.xnio.Options;

/** The ports that a simulator listens on, all with the same certificate; its threads end with the last other one. */
final class Listeners implements AutoCloseable {

    private static final int MILLISECONDS_TO_STOP = 5_000;

    private final SSLContext tls;
    private final Undertow.Builder builder = Undertow.builder()
            .setIoThreads(2)
            .setWorkerThreads(16)
            .setWorkerOption(Options.THREAD_DAEMON, true)
            // After a start that failed it would wait for ever, for threads that never ran.
            .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, MILLISECONDS_TO_STOP);
    private @Nullable Undertow server;

    Listeners(SSLContext tls) {
        this.tls = tls;
    }

    void add(int port, HttpHandler handler) {
        builder.addListener(new Undertow.ListenerBuilder()
                .setType(Undertow.ListenerType.HTTPS)
                .setHost(Simulator.LOOPBACK)
                .setPort(port)
                .setSslContext(tls)
                .setRootHandler(handler));
    }

    /** Throws the {@link java.net.BindException} of a taken port, which Undertow wraps. */
    void start() throws IOException {
        server = builder.build();
        try {
            server.start();
        } catch (RuntimeException e) {
            close();
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop();
        }
    }
}
