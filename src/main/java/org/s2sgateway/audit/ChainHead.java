package org.s2sgateway.audit;

import java.util.Optional;
import java.util.UUID;

/**
 * Where a chain begins and ends, with an HMAC of its own: what is cut off at either end is missed.
 *
 * @param chain the tenant's id, or {@link #NO_TENANT}
 * @param place its number among the chains in the order in which they began, from 1 on
 * @param removedNumber the last event that was removed because of its age; 0 where none was
 * @param lastNumber the last event; 0 where there is none
 * @param beforeCount how many events of the tenant are older than the chain
 * @param erasedTo of events up to this number the persons may be erased
 */
record ChainHead(
        String chain,
        long place,
        long removedNumber,
        String removedMac,
        long lastNumber,
        String lastMac,
        long beforeCount,
        long erasedTo,
        String keyId,
        String mac) {

    /** The chain of what concerns no tenant. */
    static final String NO_TENANT = "none";
    /** Stands for the HMAC before the first event. */
    static final String START = "start";
    /** Stands for an HMAC that was not to be believed. */
    static final String UNLINKED = "unlinked";

    /** The chain that an event belongs to. */
    static String chainOf(Optional<UUID> tenantId) {
        return tenantId.map(UUID::toString).orElse(NO_TENANT);
    }

    /** A chain without events. */
    static ChainHead begun(String chain, long place, long beforeCount) {
        return new ChainHead(chain, place, 0, START, 0, START, beforeCount, 0, "", "");
    }

    /** How many events there are, those before the chain aside. */
    long events() {
        return lastNumber - removedNumber;
    }

    ChainHead extended(String newMac) {
        return new ChainHead(
                chain, place, removedNumber, removedMac, lastNumber + 1, newMac, beforeCount, erasedTo, keyId, mac);
    }

    ChainHead erased() {
        return new ChainHead(
                chain, place, removedNumber, removedMac, lastNumber, lastMac, beforeCount, lastNumber, keyId, mac);
    }

    ChainHead shortened(long number, String newRemovedMac, long newBeforeCount) {
        return new ChainHead(
                chain, place, number, newRemovedMac, lastNumber, lastMac, newBeforeCount, erasedTo, keyId, mac);
    }

    ChainHead sealed(AuditKey key) {
        ChainHead keyed = withSeal(key.id(), "");
        return keyed.withSeal(key.id(), key.seal(keyed.content()));
    }

    /** Whether a key that is known made the HMAC of just these fields. */
    boolean fits(AuditKeys keys) {
        return keys.findForEnds(keyId).filter(key -> key.fits(content(), mac)).isPresent();
    }

    /** Whether everything but the end is as in the other one: an event more changes nothing of what was read before it. */
    boolean hasPastOf(ChainHead other) {
        return removedNumber == other.removedNumber && beforeCount == other.beforeCount && erasedTo == other.erasedTo;
    }

    private byte[] content() {
        return Canonical.of("s2s-audit-chain-1")
                .text(chain)
                .number(place)
                .number(removedNumber)
                .text(removedMac)
                .number(lastNumber)
                .text(lastMac)
                .number(beforeCount)
                .number(erasedTo)
                .text(keyId)
                .bytes();
    }

    private ChainHead withSeal(String newKeyId, String newMac) {
        return new ChainHead(
                chain, place, removedNumber, removedMac, lastNumber, lastMac, beforeCount, erasedTo, newKeyId, newMac);
    }
}
