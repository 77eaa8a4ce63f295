package org.s2sgateway.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the verification of the audit found.
 *
 * @param at when it began
 * @param withKey whether the gateway has a key of its own; without one everybody who can write into the database can rewrite
 *     the audit so that it fits
 * @param register what is wrong with the number of chains; empty where nothing is
 * @param chains each chain, in the order of their tenants
 */
public record AuditReport(Instant at, boolean withKey, Optional<Misfit> register, List<ChainReport> chains) {

    public AuditReport {
        chains = List.copyOf(chains);
    }

    /** Whether everything fits. */
    public boolean isWhole() {
        return register.isEmpty() && chains.stream().allMatch(ChainReport::isWhole);
    }
}
