package org.s2sgateway.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as it stands in the database, where somebody may have changed it: nothing is taken for well-formed.
 *
 * @param actor who; {@link AuditEntry#PERSON} where that is a person, who is told of apart
 * @param number its place in the chain, from 1 on; this and what follows is absent in events from before the chain
 * @param personsHash {@link Persons#hash}; absent where the event says nothing of persons
 * @param previous the HMAC of the event before; {@link ChainHead#START} in the first, and {@link ChainHead#UNLINKED} where the
 *     end of the chain had been tampered with when the event was written
 */
record ChainedEvent(
        long id,
        Instant at,
        @Nullable String tenantId,
        @Nullable String environment,
        String action,
        String actor,
        String detail,
        @Nullable Long number,
        @Nullable String personsHash,
        @Nullable String previous,
        @Nullable String keyId,
        @Nullable String mac) {

    /** The same event with its HMAC by that key. */
    ChainedEvent sealed(AuditKey key) {
        ChainedEvent keyed = withSeal(key.id(), null);
        return keyed.withSeal(key.id(), key.seal(keyed.content()));
    }

    /** Whether that key made the HMAC of just these fields. */
    boolean fits(AuditKey key) {
        return key.fits(content(), mac);
    }

    /** What the HMAC is made of: every field but itself. */
    byte[] content() {
        return Canonical.of("s2s-audit-event-1")
                .text(tenantId)
                .text(number == null ? null : number.toString())
                .number(id)
                .text(at.toString())
                .text(environment)
                .text(action)
                .text(actor)
                .text(detail)
                .text(personsHash)
                .text(previous)
                .text(keyId)
                .bytes();
    }

    private ChainedEvent withSeal(String newKeyId, @Nullable String newMac) {
        return new ChainedEvent(
                id, at, tenantId, environment, action, actor, detail, number, personsHash, previous, newKeyId, newMac);
    }
}
