package org.s2sgateway.audit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.audit.ChainOutcome.Broken;

/**
 * Goes along a chain, one event after the other in the order of their ids, and says at the first that does not fit in which
 * way. Needs no memory but that of where it is. Used on one thread.
 */
final class ChainWalk {

    private final AuditKeys keys;
    private final ChainHead head;

    private long reached;
    private String reachedMac;
    private boolean keySeen;
    private long events;
    private long erased;
    private long withoutKey;

    ChainWalk(AuditKeys keys, ChainHead head) {
        this.keys = keys;
        this.head = head;
        reached = head.removedNumber();
        reachedMac = head.removedMac();
    }

    /** Before the first event: the row of the chain, and how many events there are from before it. */
    Optional<Broken> begin(long beforeCount) {
        if (keys.find(head.keyId()).isEmpty()) {
            return broken(head.lastNumber(), Misfit.UNKNOWN_KEY);
        }
        if (!head.fits(keys)) {
            return broken(head.lastNumber(), Misfit.HEAD_CHANGED);
        }
        return beforeCount == head.beforeCount() ? Optional.empty() : broken(0, Misfit.BEFORE_CHANGED);
    }

    /** The next event. */
    Optional<Broken> step(AuditEvent next) {
        ChainedEvent event = next.stored();
        long number = event.number() == null ? 0 : event.number();
        Optional<Broken> broken = seal(event, number)
                .or(() -> place(event, number))
                .or(() -> persons(number, event.personsHash(), next.persons().orElse(null)));
        if (broken.isEmpty()) {
            reached = number;
            reachedMac = String.valueOf(event.mac());
            events++;
        }
        return broken;
    }

    /** Behind the last event. */
    Optional<Broken> end() {
        if (reached < head.lastNumber()) {
            return broken(reached + 1, Misfit.TRUNCATED);
        }
        // A head with a valid HMAC of its own that names another event than the one that is there.
        return reachedMac.equals(head.lastMac()) ? Optional.empty() : broken(reached, Misfit.HEAD_CHANGED);
    }

    /** How the walk ends, as a report. */
    ChainReport report(ChainName chain, ChainOutcome outcome) {
        return new ChainReport(
                Optional.ofNullable(chain.tenantId()),
                outcome,
                events,
                head.beforeCount(),
                head.removedNumber(),
                erased,
                withoutKey,
                head.lastNumber(),
                head.lastMac());
    }

    private Optional<Broken> seal(ChainedEvent event, long number) {
        Optional<AuditKey> key = keys.find(event.keyId());
        if (key.isEmpty()) {
            return broken(reached + 1, Misfit.UNKNOWN_KEY);
        }
        if (!event.fits(key.get())) {
            boolean additional = number <= reached || reached == head.lastNumber();
            return broken(reached + 1, additional ? Misfit.INSERTED : Misfit.CHANGED);
        }
        if (key.get().isNone() && keySeen) {
            // Whoever has a key does not go back to none; and without one anybody can make an event that fits.
            return broken(reached + 1, Misfit.CHANGED);
        }
        keySeen |= !key.get().isNone();
        withoutKey += key.get().isNone() ? 1 : 0;
        return Optional.empty();
    }

    private Optional<Broken> place(ChainedEvent event, long number) {
        if (number > reached + 1) {
            return broken(reached + 1, Misfit.REMOVED);
        }
        if (number <= reached || number > head.lastNumber()) {
            return broken(number, Misfit.INSERTED);
        }
        // The gateway's own word for a forged end counts wherever the chain is said to begin: that was part of the
        // forgery.
        return reachedMac.equals(event.previous()) && !reachedMac.equals(ChainHead.UNLINKED)
                ? Optional.empty()
                : broken(number, Misfit.UNLINKED);
    }

    private Optional<Broken> persons(long number, @Nullable String hash, @Nullable Persons persons) {
        if (persons != null) {
            return persons.hash().equals(hash) ? Optional.empty() : broken(number, Misfit.CHANGED);
        }
        if (hash == null) {
            return Optional.empty();
        }
        if (number > head.erasedTo()) {
            return broken(number, Misfit.PERSONS_REMOVED);
        }
        erased++;
        return Optional.empty();
    }

    private static Optional<Broken> broken(long number, Misfit how) {
        return Optional.of(new Broken(number, how));
    }
}
