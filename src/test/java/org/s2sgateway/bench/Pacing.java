package org.s2sgateway.bench;

import java.util.concurrent.locks.LockSupport;

/** Waiting for a point of {@link System#nanoTime()}, to a tenth of a millisecond or so. */
final class Pacing {

    private Pacing() {}

    static void awaitNanoTime(long when) {
        for (long left = when - System.nanoTime(); left > 0; left = when - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
