package org.s2sgateway.audit;

import java.time.Instant;

/** An entry on its way into its chain. */
record Recorded(AuditEntry entry, Instant at, boolean erasing) {

    static Recorded of(AuditEntry entry) {
        return new Recorded(entry, Instant.now(), false);
    }

    /** One whose writing erases the persons of all events before it. */
    static Recorded erasing(AuditEntry entry) {
        return new Recorded(entry, Instant.now(), true);
    }

    String chain() {
        return ChainHead.chainOf(entry.tenantId());
    }
}
