package org.s2sgateway.audit;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Remembers what happens where there is no transaction and nobody may wait for the database: two threads that the server
 * knows write it, in transactions of their own, each with up to 100 of what is waiting: writers to a chain take turns, and
 * one turn for each event would let a busy gateway write no more than the database can commit. Whoever asks is told when
 * that is done, or that it could not be; at most 10,000 are waiting, and when the server stops they have five seconds.
 *
 * <p>Thread-safe, and never blocks.
 */
@ApplicationScoped
public class AuditQueue {

    private static final int WRITING = 2;
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_TOGETHER = 100;
    private static final int SECONDS_TO_STOP = 5;

    @Inject
    AuditEvents events;

    // Transactions and persistence are promised to such threads only.
    @Resource
    ManagedThreadFactory managedThreads;

    private Consumer<List<AuditEntry>> store;
    private ThreadPoolExecutor writers;

    @PostConstruct
    void open() {
        open(events::recordTogether, managedThreads);
    }

    /** One outside of a container. */
    public static AuditQueue into(Consumer<List<AuditEntry>> store) {
        AuditQueue queue = new AuditQueue();
        queue.open(store, Thread::new);
        return queue;
    }

    private void open(Consumer<List<AuditEntry>> into, ThreadFactory threads) {
        store = into;
        writers = new ThreadPoolExecutor(
                WRITING, WRITING, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), threads);
        writers.allowCoreThreadTimeOut(true);
    }

    /** Remembers all of the entries or none. The stage ends on the thread that wrote them, or at once where none will. */
    public CompletionStage<Void> record(List<AuditEntry> entries) {
        Waiting waiting = new Waiting(this, List.copyOf(entries), new CompletableFuture<>());
        try {
            writers.execute(waiting);
        } catch (RejectedExecutionException full) {
            waiting.told().completeExceptionally(full);
        }
        return waiting.told();
    }

    /** Writes what is waiting, for as long as there is time. */
    @PreDestroy
    public void close() {
        writers.shutdown();
        try {
            if (writers.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        for (Runnable left : writers.shutdownNow()) {
            ((Waiting) left).told().completeExceptionally(new IllegalStateException("The server is stopping"));
        }
    }

    private void writeWithOthers(Waiting first) {
        List<Runnable> others = new ArrayList<>();
        writers.getQueue().drainTo(others, MOST_TOGETHER - 1);
        List<Waiting> together = Stream.concat(Stream.of(first), others.stream().map(Waiting.class::cast))
                .toList();
        if (others.isEmpty() || !isWritten(together)) {
            // One that cannot be written must not cost the others their events.
            together.forEach(this::writeAlone);
        }
    }

    private boolean isWritten(List<Waiting> together) {
        try {
            store.accept(together.stream()
                    .flatMap(waiting -> waiting.entries().stream())
                    .toList());
        } catch (RuntimeException failed) {
            return false;
        }
        together.forEach(waiting -> waiting.told().complete(null));
        return true;
    }

    private void writeAlone(Waiting waiting) {
        try {
            store.accept(waiting.entries());
            waiting.told().complete(null);
        } catch (RuntimeException lost) {
            waiting.told().completeExceptionally(lost);
        }
    }

    private record Waiting(AuditQueue queue, List<AuditEntry> entries, CompletableFuture<Void> told)
            implements Runnable {
        @Override
        public void run() {
            queue.writeWithOthers(this);
        }
    }
}
