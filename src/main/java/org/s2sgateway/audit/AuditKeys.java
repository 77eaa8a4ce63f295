package org.s2sgateway.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The key that new events are made with, and all that are believed. Immutable and thread-safe. */
final class AuditKeys {

    private final AuditKey active;
    private final Map<String, AuditKey> known;

    private AuditKeys(AuditKey active, Map<String, AuditKey> known) {
        this.active = active;
        this.known = Map.copyOf(known);
    }

    /** The active key, and those from before it or of the next rotation. */
    static AuditKeys of(AuditKey active, List<AuditKey> others) {
        Map<String, AuditKey> known = new HashMap<>();
        // Events from before the first key: whether those are believed is for the reader of the report.
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
}
