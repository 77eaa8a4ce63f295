package org.s2sgateway.audit;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The last event of each chain that this node has written, or found to be whole, since it started: a database that was set
 * back behind its back is noticed, which the chain itself cannot tell. Keeps at most 100,000 chains. Thread-safe.
 */
@ApplicationScoped
class SeenHeads {

    private static final int MOST = 100_000;

    private final Map<String, Seen> ends = new ConcurrentHashMap<>();

    /** An end of a chain, which every later state of it goes through. */
    record Seen(long number, String mac) {

        private static final Seen NOTHING = new Seen(0, ChainHead.START);

        /** Whether the chain ends before it. */
        boolean isBehind(ChainHead head) {
            return head.lastNumber() < number;
        }

        /** Whether another event stands at its place. */
        boolean isOther(long otherNumber, String otherMac) {
            return otherNumber == number && !otherMac.equals(mac);
        }
    }

    /** The furthest end of that chain that this node knows. */
    Seen of(String chain) {
        return ends.getOrDefault(chain, Seen.NOTHING);
    }

    /** Of which this node has seen an event. */
    Set<String> chains() {
        return Set.copyOf(ends.keySet());
    }

    /** Takes note of what others can see, too: an event that may still be rolled back does not count. */
    void saw(ChainHead committed) {
        boolean kept = ends.size() < MOST || ends.containsKey(committed.chain());
        if (kept && committed.lastNumber() > 0) {
            ends.merge(
                    committed.chain(),
                    new Seen(committed.lastNumber(), committed.lastMac()),
                    (known, later) -> later.number() > known.number() ? later : known);
        }
    }
}
