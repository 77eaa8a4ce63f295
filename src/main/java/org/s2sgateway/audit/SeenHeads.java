package org.s2sgateway.audit;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * How far this node has seen each chain reach since it started: a database that was set back behind its back is noticed,
 * which the chain itself cannot tell. Keeps at most 100,000 chains. Thread-safe.
 */
@ApplicationScoped
class SeenHeads {

    private static final int MOST = 100_000;

    private final Map<String, Long> lastNumbers = new ConcurrentHashMap<>();

    /** The number of the last event of that chain, as far as this node knows; 0 where it knows nothing. */
    long lastNumber(String chain) {
        return lastNumbers.getOrDefault(chain, 0L);
    }

    /** Of which this node has seen an event. */
    Set<String> chains() {
        return lastNumbers.entrySet().stream()
                .filter(seen -> seen.getValue() > 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Takes note of what others can see, too: an event that may still be rolled back does not count. */
    void saw(ChainHead committed) {
        if (lastNumbers.size() < MOST || lastNumbers.containsKey(committed.chain())) {
            lastNumbers.merge(committed.chain(), committed.lastNumber(), Math::max);
        }
    }
}
