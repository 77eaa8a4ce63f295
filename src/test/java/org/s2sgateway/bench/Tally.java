package org.s2sgateway.bench;

import java.time.Duration;

/**
 * What came of a load.
 *
 * @param answered with the status that was wanted
 * @param refused with any other status
 * @param broken without an answer
 * @param time in which all this was counted
 */
record Tally(long answered, long refused, long broken, Duration time) {

    double perSecond() {
        return answered / (time.toNanos() / 1e9);
    }

    /** In a few words, what was not answered as wanted; empty where all was. */
    String failures() {
        return refused + broken == 0 ? "" : refused + " refused, " + broken + " broken";
    }
}
