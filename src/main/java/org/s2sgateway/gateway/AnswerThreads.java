package org.s2sgateway.gateway;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.s2sgateway.dataverse.Places;

/**
 * The threads that write answers: a consumer that takes its time must hold up no connection to Dataverse. Small answers
 * are written in one go; those that flow keep a thread for as long as they do, and wait for one behind 64 others. No
 * consumer has all of these threads, so that one that reads slowly does not keep another waiting.
 *
 * <p>Threads of our own, because the servers' managed ones carry the context of a caller along, which nothing needs here
 * and every answer would pay for. Thread-safe.
 */
@ApplicationScoped
public class AnswerThreads {

    static final int FLOWING = 64;
    static final int FLOWING_PER_CONSUMER = 48;
    static final int WAITING = 256;
    static final int WAITING_PER_CONSUMER = 192;

    private static final int SMALL = 32;

    private final Places<String> flowingPlaces = new Places<>(FLOWING, FLOWING_PER_CONSUMER);
    private final Places<String> waitingPlaces = new Places<>(WAITING, WAITING_PER_CONSUMER);
    private final Deque<Answer> waiting = new ArrayDeque<>();

    private ThreadPoolExecutor small;
    private ThreadPoolExecutor flowing;

    /** One that wants to flow. */
    private record Answer(String consumer, Runnable writing) {}

    @PostConstruct
    void open() {
        // As many wait as there are calls, and those are limited.
        small = pool("s2s-answer-", SMALL);
        flowing = pool("s2s-flowing-answer-", FLOWING);
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

    /** Writes for as long as it takes; false where too many are waiting to, in all or for this consumer. */
    synchronized boolean flow(String consumer, Runnable writing) {
        Answer answer = new Answer(consumer, writing);
        if (flowingPlaces.take(consumer)) {
            write(answer);
            return true;
        }
        return waitingPlaces.take(consumer) && waiting.add(answer);
    }

    private void write(Answer answer) {
        flowing.execute(() -> {
            try {
                answer.writing().run();
            } finally {
                next(answer);
            }
        });
    }

    /** The first one that waits and whose consumer has a place to spare. */
    private synchronized void next(Answer last) {
        flowingPlaces.giveBack(last.consumer());
        for (Iterator<Answer> answers = waiting.iterator(); answers.hasNext(); ) {
            Answer answer = answers.next();
            if (flowingPlaces.take(answer.consumer())) {
                answers.remove();
                waitingPlaces.giveBack(answer.consumer());
                write(answer);
                return;
            }
        }
    }

    private static ThreadPoolExecutor pool(String name, int threads) {
        AtomicInteger number = new AtomicInteger();
        // What the threads run is ours and the server's JAX-RS, which looks for classes in the context's loader.
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, name + number.incrementAndGet());
                    thread.setContextClassLoader(application);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
