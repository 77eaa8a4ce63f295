package org.s2sgateway.identity;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The published keys of an issuer: read at the first token, read again in the background every 15 minutes and at once for
 * a key that is not among them (a rotation). Anybody can ask for a key that there is not: after a reading for one, and
 * after one that failed, none begins for 10 seconds, and few may wait for one. While the issuer is away the last known
 * keys go on serving for a day, so that its outage does not lock out holders of valid tokens.
 *
 * <p>Not Nimbus' {@code JWKSourceBuilder}: to refresh ahead it needs threads of its own, and without that callers wait for
 * a refresh while good keys are at hand; and where its rate limit is reached it cannot tell "not a key of the issuer"
 * from "the issuer cannot be asked".
 *
 * <p>Thread-safe; all callers wait for the same reading.
 */
final class IssuerKeys implements JWKSource<SecurityContext> {

    /** The keys cannot be read now, so nothing can be said about a token. */
    static final class Unavailable extends RemoteKeySourceException {

        private final transient Duration retryAfter;

        Unavailable(Duration retryAfter, @Nullable Throwable cause) {
            super("The issuer's keys cannot be read", cause);
            this.retryAfter = retryAfter;
        }

        Duration retryAfter() {
            return retryAfter;
        }
    }

    private record Known(JWKSet keys, Instant since) {}

    /** Who may wait while no token can be judged: fewer than a server has threads, as health and pages need some. */
    static final int MOST_WAITING_FOR_THE_FIRST = 128;

    /** Who may wait for a key that is not among the known ones: strangers can make up any number of those. */
    static final int MOST_WAITING_FOR_ANOTHER = 16;

    private static final Logger LOG = Logger.getLogger(IssuerKeys.class.getName());

    private static final Duration FRESH = Duration.ofMinutes(15);
    private static final Duration USABLE = Duration.ofHours(24);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration WHILE_READING = Duration.ofSeconds(2);

    private final Supplier<CompletableFuture<JWKSet>> reader;
    private final Clock clock;
    private final Semaphore waitingForTheFirst = new Semaphore(MOST_WAITING_FOR_THE_FIRST);
    private final Semaphore waitingForAnother = new Semaphore(MOST_WAITING_FOR_ANOTHER);

    private volatile @Nullable Known known;
    private @Nullable CompletableFuture<Known> reading;
    private Instant pausedUntil = Instant.MIN;

    /** Keys that are read by the given means, which has to end in bounded time. */
    IssuerKeys(Supplier<CompletableFuture<JWKSet>> reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    @Override
    public List<JWK> get(JWKSelector wanted, @Nullable SecurityContext context) throws KeySourceException {
        Known last = known;
        if (last == null || isOlder(last, USABLE)) {
            return wanted.select(await(read(false), waitingForTheFirst).keys());
        }
        if (isOlder(last, FRESH)) {
            // Nobody waits for it: the known keys are good enough meanwhile.
            CompletableFuture<Known> unused = read(false);
        }
        List<JWK> found = wanted.select(last.keys());
        return found.isEmpty()
                ? wanted.select(await(read(true), waitingForAnother).keys())
                : found;
    }

    private boolean isOlder(Known keys, Duration age) {
        return keys.since().plus(age).isBefore(clock.instant());
    }

    /** The reading under way, the last one where there is a pause after it, or else a new one. */
    private synchronized CompletableFuture<Known> read(boolean forAnotherKey) {
        CompletableFuture<Known> last = reading;
        if (last != null && (!last.isDone() || clock.instant().isBefore(pausedUntil))) {
            return last;
        }
        CompletableFuture<Known> next = reader.get().thenApply(keys -> new Known(keys, clock.instant()));
        reading = next.whenComplete((read, failure) -> remember(read, failure, forAnotherKey));
        return reading;
    }

    // From its end, as it may have taken longer than the pause.
    private synchronized void remember(@Nullable Known read, @Nullable Throwable failure, boolean forAnotherKey) {
        if (failure == null) {
            known = read;
        } else {
            // What a stage failed with is the cause of what the next one is told.
            LOG.log(Level.WARNING, "The keys of an issuer cannot be read: " + failure.getCause());
        }
        if (failure != null || forAnotherKey) {
            pausedUntil = clock.instant().plus(PAUSE);
        }
    }

    private static Known await(CompletableFuture<Known> reading, Semaphore waiting) throws KeySourceException {
        if (reading.isDone()) {
            return outcome(reading);
        }
        if (!waiting.tryAcquire()) {
            throw new Unavailable(WHILE_READING, null);
        }
        try {
            return outcome(reading);
        } finally {
            waiting.release();
        }
    }

    private static Known outcome(CompletableFuture<Known> reading) throws KeySourceException {
        try {
            return reading.join();
        } catch (CompletionException failed) {
            throw new Unavailable(PAUSE, failed.getCause());
        }
    }
}
