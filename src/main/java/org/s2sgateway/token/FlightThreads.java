package org.s2sgateway.token;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Daemon threads that ask the identity provider for callers who wait without one. A flight takes a fraction of a second;
 * where the identity provider hangs, it takes ten, and sixty-four at a time still get through several hundred keys a
 * minute. More than the queue takes are rejected.
 */
record FlightThreads(ThreadPoolExecutor pool) implements Executor, AutoCloseable {

    private static final int MOST = 64;
    private static final int QUEUE = 4_000;

    static FlightThreads open() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(MOST, MOST, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), work -> {
                    Thread thread = new Thread(work, "s2s-token-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return new FlightThreads(pool);
    }

    @Override
    public void execute(Runnable work) {
        pool.execute(work);
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
