package org.s2sgateway.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * A load of plain threads, one for each connection. They begin one after the other, spread over a ramp; what happens
 * during the ramp is not counted. A caller that is refused comes again after a second, as a good client would.
 *
 * @param ramp a whole round of answers at least, so that connections are not all in step
 */
record ThreadLoad(Duration ramp) implements Load {

    private static final long PAUSE_MILLIS = 1_000;
    private static final int SMALL_STACK = 128 * 1024;

    @Override
    public Tally run(Target target, int connections, Duration time) throws InterruptedException {
        Callers callers = new Callers(target.requests());
        long step = ramp.toNanos() / connections;
        long begin = System.nanoTime();
        for (int i = 0; i < connections; i++) {
            int number = i;
            Pacing.awaitNanoTime(begin + number * step);
            Thread thread = new Thread(null, () -> callers.call(target, number), "load-" + number, SMALL_STACK);
            thread.setDaemon(true);
            thread.start();
        }
        Pacing.awaitNanoTime(begin + ramp.toNanos());
        Counts before = callers.counts();
        long counting = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
        Counts after = callers.counts();
        long counted = System.nanoTime() - counting;
        callers.over = true;
        return new Tally(
                after.answered - before.answered,
                after.refused - before.refused,
                after.broken - before.broken,
                Duration.ofNanos(counted));
    }

    private record Counts(long answered, long refused, long broken) {}

    private static final class Callers {
        private final List<byte[]> requests;
        private final LongAdder answered = new LongAdder();
        private final LongAdder refused = new LongAdder();
        private final LongAdder broken = new LongAdder();
        private volatile boolean over;

        private Callers(List<byte[]> requests) {
            this.requests = requests;
        }

        private Counts counts() {
            return new Counts(answered.sum(), refused.sum(), broken.sum());
        }

        private void call(Target target, int number) {
            int next = number;
            while (!over) {
                try (KeptConnection connection = KeptConnection.to(target)) {
                    while (!over && !connection.isEnding()) {
                        int status = connection.exchange(requests.get(next++ % requests.size()));
                        (status == 200 ? answered : refused).increment();
                        if (status != 200) {
                            Thread.sleep(PAUSE_MILLIS);
                        }
                    }
                } catch (IOException e) {
                    broken.increment();
                    Pacing.awaitNanoTime(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
                } catch (InterruptedException stopped) {
                    return;
                }
            }
        }
    }
}
