package org.s2sgateway.dataverse;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.odata.EdmModel;

/** The model of one environment, with its age and the reading that is under way. Thread-safe. */
final class KeptModel {

    /** Where it comes from. */
    interface Source {

        /** Reads it, which takes its time; an exception's message says to people why it could not. */
        EdmModel read() throws IOException;
    }

    private static final Logger LOG = Logger.getLogger(KeptModel.class.getName());

    private static final long FRESH = Duration.ofHours(1).toNanos();
    private static final long OLDEST = Duration.ofDays(1).toNanos();
    private static final long DOUBTED = Duration.ofMinutes(1).toNanos();
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(15);
    private static final Duration WHILE_READING = Duration.ofSeconds(2);

    private final Source source;
    private final Executor threads;
    private final Timeline timeline;

    // Guarded by this.
    private @Nullable EdmModel model;
    private long readAt;
    private @Nullable CompletableFuture<?> reading;
    private @Nullable String failure;
    private long failedAt;

    KeptModel(Source source, Executor threads, Timeline timeline) {
        this.source = source;
        this.threads = threads;
        this.timeline = timeline;
    }

    /** The model, unless it is too old; has it read where that is due. */
    synchronized Optional<EdmModel> get() {
        Optional<EdmModel> usable = Optional.ofNullable(model).filter(it -> age() < OLDEST);
        if (usable.isEmpty() || age() >= FRESH) {
            read();
        }
        return usable;
    }

    /** The same, and waits for it where it is being read. */
    Optional<EdmModel> get(Duration patience) {
        Optional<EdmModel> known = get();
        CompletableFuture<?> underWay;
        synchronized (this) {
            underWay = reading;
        }
        if (known.isPresent() || underWay == null) {
            return known;
        }
        try {
            underWay.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException notInTime) {
            return Optional.empty();
        }
        return get();
    }

    /** Has it read again, unless it is new. */
    synchronized void doubt() {
        if (model != null && age() >= DOUBTED) {
            read();
        }
    }

    /** Why there is none. */
    synchronized EnvironmentModels.Outcome.Missing missing() {
        String why = failure;
        return why == null
                ? new EnvironmentModels.Outcome.Missing("It is being read at the moment.", WHILE_READING)
                : new EnvironmentModels.Outcome.Missing(why, AFTER_FAILURE);
    }

    private void read() {
        boolean tooEarly = failure != null && timeline.now() - failedAt < AFTER_FAILURE.toNanos();
        if (reading != null || tooEarly) {
            return;
        }
        CompletableFuture<Void> told = new CompletableFuture<>();
        reading = told;
        try {
            threads.execute(() -> {
                readNow();
                told.complete(null);
            });
        } catch (RejectedExecutionException stopping) {
            ended(null, "The gateway is stopping.");
        }
    }

    private void readNow() {
        try {
            ended(source.read(), null);
        } catch (IOException unread) {
            LOG.log(Level.WARNING, "The metadata of an environment could not be read", unread);
            ended(null, String.valueOf(unread.getMessage()));
        } catch (RuntimeException | Error defect) {
            LOG.log(Level.SEVERE, "The metadata of an environment could not be read", defect);
            ended(null, "It could not be read; the gateway's log says why.");
        }
    }

    private synchronized void ended(@Nullable EdmModel read, @Nullable String why) {
        reading = null;
        failure = why;
        if (read == null) {
            failedAt = timeline.now();
        } else {
            model = read;
            readAt = timeline.now();
        }
    }

    private long age() {
        return timeline.now() - readAt;
    }
}
