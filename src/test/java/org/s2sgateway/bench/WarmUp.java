package org.s2sgateway.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;

/**
 * Load that is not counted. A server is many times slower in its first minutes, until its hot code is compiled, and its
 * compiler gets few of the processors while it is under load: it is warm when three stretches in a row bring no more than
 * a few percent over the best one before.
 */
final class WarmUp {

    private static final Duration LONGEST = Duration.ofMinutes(6);
    private static final double GROWING = 1.03;
    private static final int STANDING = 3;

    private final Load load;
    private final Duration stretch;
    private final PrintStream out;

    WarmUp(Load load, BenchOptions options, PrintStream out) {
        this.load = load;
        this.stretch = options.warmUp();
        this.out = out;
    }

    /** Returns when the target is warm, or after six minutes at the latest. */
    void run(Target target, int connections) throws IOException, InterruptedException, CannotMeasure {
        long end = System.nanoTime() + LONGEST.toNanos();
        double best = 0;
        int standing = 0;
        while (standing < STANDING && System.nanoTime() - end < 0) {
            double rate = load.run(target, connections, stretch).perSecond();
            out.printf("Warming up: %,.0f/s%n", rate);
            standing = rate > best * GROWING ? 0 : standing + 1;
            best = Math.max(best, rate);
        }
    }
}
