package org.s2sgateway.grants;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The grants that count at this moment. What the database says of a consumer is kept for a second, also that there is
 * nothing, so that a busy one costs no query for each call: a change that this node makes counts at once, one that another
 * node makes after a second at the latest. Thread-safe.
 */
@ApplicationScoped
public class GrantsInForce {

    private static final Duration KEPT = Duration.ofSeconds(1);
    private static final int MOST_KEPT = 10_000;

    @Inject
    Grants grants;

    private final AtomicLong changes = new AtomicLong();

    private final Cache<String, Known> kept = Caffeine.newBuilder()
            .expireAfterWrite(KEPT)
            .maximumSize(MOST_KEPT)
            // Housekeeping in the calling thread: the common pool has no business in a container.
            .executor(Runnable::run)
            .build();

    /** @param asOf how many changes there had been before it was read */
    private record Known(Optional<Grant> grant, long asOf) {}

    void changed(@Observes(during = TransactionPhase.AFTER_COMPLETION) GrantChange change) {
        // Who is reading at this moment may have read what was before, and finds out by the number.
        changes.incrementAndGet();
    }

    /** The grant of a consumer, if it has one. */
    public Optional<Grant> find(String consumer) {
        Known known = kept.getIfPresent(consumer);
        if (known == null || known.asOf() != changes.get()) {
            long asOf = changes.get();
            known = new Known(grants.find(consumer), asOf);
            kept.put(consumer, known);
        }
        return known.grant();
    }
}
