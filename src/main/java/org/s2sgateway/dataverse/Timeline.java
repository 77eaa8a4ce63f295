package org.s2sgateway.dataverse;

/**
 * The time that calls are measured by, and how to be called when it has passed. Tests move it by hand.
 *
 * <p>Thread-safe. What is called back must not block: everybody's alarms are one thread's.
 */
public interface Timeline {

    /** Nanoseconds since some moment; only differences mean anything. */
    long now();

    /** Calls back once, after so many nanoseconds or a little later, unless the alarm is switched off first. */
    Alarm in(long nanos, Runnable callback);

    /** What was ordered with {@link #in}. */
    interface Alarm {

        /** Afterwards it does not ring, unless it is ringing already; again this does nothing. */
        void off();
    }
}
