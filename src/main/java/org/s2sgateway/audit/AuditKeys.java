package org.s2sgateway.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The key that new events are made with, and all that are believed. Immutable and thread-safe. */
final class AuditKeys {

    /** Of those who have none. */
    static final AuditKeys NONE = of(AuditKey.NONE, List.of());

    private final AuditKey active;
    private final Map<String, AuditKey> known;

    private AuditKeys(AuditKey active, Map<String, AuditKey> known) {
        this.active = active;
        this.known = Map.copyOf(known);
    }

    /** The active key, and those from before it or of the next rotation. */
    static AuditKeys of(AuditKey active, List<AuditKey> others) {
        Map<String, AuditKey> known = new HashMap<>();
        // Of events from before the first key; nobody can add one, or change one, without a new end of the chain.
        known.put(AuditKey.NONE.id(), AuditKey.NONE);
        others.forEach(key -> known.put(key.id(), key));
        known.put(active.id(), active);
        return new AuditKeys(active, known);
    }

    AuditKey active() {
        return active;
    }

    Optional<AuditKey> find(@Nullable String id) {
        return Optional.ofNullable(id).map(known::get);
    }

    /** The same for the end of a chain, and for the number of chains: with what everybody knows anybody makes a whole new one. */
    Optional<AuditKey> findForEnds(@Nullable String id) {
        return find(id).filter(key -> !key.isNone() || active.isNone());
    }
}
