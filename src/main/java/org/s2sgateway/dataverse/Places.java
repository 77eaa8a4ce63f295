package org.s2sgateway.dataverse;

import java.util.HashMap;
import java.util.Map;

/**
 * So many places at a time, and so many of them for one holder: nobody has all of them. Nobody waits here. Thread-safe.
 *
 * @param <H> who holds a place, by its equality
 */
public final class Places<H> {

    private final int all;
    private final int each;
    private final Map<H, Integer> held = new HashMap<>();
    private int taken;

    /**
     * Places that are all free.
     *
     * @param all at a time
     * @param each of them for one holder
     */
    public Places(int all, int each) {
        this.all = all;
        this.each = each;
    }

    /** Whether there is a place for one more; then it has to be given back. */
    public synchronized boolean take(H holder) {
        int own = held.getOrDefault(holder, 0);
        if (areTaken() || own >= each) {
            return false;
        }
        held.put(holder, own + 1);
        taken++;
        return true;
    }

    /** Frees a place of the holder, which it has. */
    public synchronized void giveBack(H holder) {
        held.computeIfPresent(holder, (same, number) -> number == 1 ? null : number - 1);
        taken--;
    }

    /** Whether there is no place for anybody. */
    synchronized boolean areTaken() {
        return taken >= all;
    }
}
