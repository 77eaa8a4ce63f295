package org.s2sgateway.gateway;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that write answers: a consumer that takes its time must hold up no connection to Dataverse. Small answers
 * are written in one go; those that flow keep a thread for as long as they do, and wait for one behind 64 others.
 *
 * <p>Threads of our own, because the servers' managed ones carry the context of a caller along, which nothing needs here
 * and every answer would pay for. Thread-safe.
 */
@ApplicationScoped
public class AnswerThreads {

    private static final int SMALL = 32;
    private static final int FLOWING = 64;
    private static final int FLOWING_WAITING = 256;

    private ThreadPoolExecutor small;
    private ThreadPoolExecutor flowing;

    @PostConstruct
    void open() {
        // As many wait as there are calls, and those are limited.
        small = pool("s2s-answer-", SMALL, Integer.MAX_VALUE);
        flowing = pool("s2s-flowing-answer-", FLOWING, FLOWING_WAITING);
    }

    @PreDestroy
    void close() {
        small.shutdownNow();
        flowing.shutdownNow();
    }

    /** Writes in one go, in a moment. */
    Executor small() {
        return small;
    }

    /** Writes for as long as it takes; false where too many are waiting to. */
    boolean flow(Runnable writing) {
        try {
            flowing.execute(writing);
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    private static ThreadPoolExecutor pool(String name, int threads, int waiting) {
        AtomicInteger number = new AtomicInteger();
        // What the threads run is ours and the server's JAX-RS, which looks for classes in the context's loader.
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waiting), work -> {
                    Thread thread = new Thread(work, name + number.incrementAndGet());
                    thread.setContextClassLoader(application);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
