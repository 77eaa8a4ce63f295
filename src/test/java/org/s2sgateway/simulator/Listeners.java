package org.s2sgateway.simulator;

import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/** The ports that a simulator listens on, all with the same certificate; its threads end with the last other one. */
final class Listeners implements AutoCloseable {

    private static final int SECONDS_TO_STOP = 5;
    private static final OptionMap THREADS = OptionMap.builder()
            .set(Options.WORKER_IO_THREADS, 2)
            .set(Options.WORKER_TASK_CORE_THREADS, 16)
            .set(Options.WORKER_TASK_MAX_THREADS, 16)
            .set(Options.TCP_NODELAY, true)
            .set(Options.THREAD_DAEMON, true)
            .getMap();

    private final SSLContext tls;
    private final XnioWorker worker;
    private final Undertow.Builder builder;
    private @Nullable Undertow server;

    Listeners(SSLContext tls) throws IOException {
        this.tls = tls;
        // Our own: Undertow ends its own threads when a start fails, and then waits for them to close its ports.
        this.worker = Xnio.getInstance().createWorker(THREADS);
        this.builder = Undertow.builder().setWorker(worker);
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
        worker.shutdownNow();
        try {
            worker.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
