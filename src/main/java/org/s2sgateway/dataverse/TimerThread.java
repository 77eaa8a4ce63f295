package org.s2sgateway.dataverse;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The real time, and one thread for all alarms: thousands of calls wait with an entry in its queue and without a thread
 * each. The servers' managed scheduler carries the context of whoever orders an alarm along, which nothing here needs
 * and every call would pay for.
 */
@ApplicationScoped
public class TimerThread implements Timeline {

    private static final Logger LOG = Logger.getLogger(TimerThread.class.getName());

    private final ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(1, work -> {
        Thread thread = new Thread(work, "s2s-timer");
        thread.setDaemon(true);
        return thread;
    });

    TimerThread() {
        // Nearly every call switches its alarm off: it must not stay in the queue until its time has come.
        alarms.setRemoveOnCancelPolicy(true);
    }

    /** One outside of a container. */
    public static TimerThread start() {
        return new TimerThread();
    }

    /** Nothing rings any more. */
    @PreDestroy
    public void stop() {
        alarms.shutdownNow();
    }

    @Override
    public long now() {
        return System.nanoTime();
    }

    @Override
    public Alarm in(long nanos, Runnable callback) {
        Future<?> alarm = alarms.schedule(() -> ring(callback), Math.max(0, nanos), TimeUnit.NANOSECONDS);
        return () -> alarm.cancel(false);
    }

    /** How many are ordered; for tests. */
    public int alarms() {
        return alarms.getQueue().size();
    }

    private static void ring(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException defect) {
            LOG.log(Level.SEVERE, "What was to be done in time failed", defect);
        }
    }
}
