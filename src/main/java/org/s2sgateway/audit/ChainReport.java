package org.s2sgateway.audit;

import java.util.Optional;

/**
 * What a chain is like.
 *
 * @param tenantId as it stands in the database; empty for the chain of what concerns no tenant
 * @param outcome whether it fits
 * @param events how many events were looked at
 * @param beforeTheChain how many events are older than the chain, and protected by nothing
 * @param removed how many events were removed from its front because of their age
 * @param erased of how many events the persons were erased
 * @param withoutKey how many events were made without a key: whoever can write into the database could have made them
 * @param lastNumber the number of its last event; 0 where there is none
 * @param lastMac the HMAC of its last event; whoever keeps it elsewhere can tell later whether the chain was set back
 */
public record ChainReport(
        Optional<String> tenantId,
        ChainOutcome outcome,
        long events,
        long beforeTheChain,
        long removed,
        long erased,
        long withoutKey,
        long lastNumber,
        String lastMac) {

    /** Whether it fits. */
    public boolean isWhole() {
        return outcome.fold(() -> true, broken -> false);
    }
}
