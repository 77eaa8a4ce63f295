package org.s2sgateway.applicationuser;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The time that a run takes for waiting: how long it may, and the waiting itself. */
public record Patience(Clock clock, Pause pause) {

    /** Lets time pass. */
    @FunctionalInterface
    public interface Pause {
        void last(Duration duration) throws InterruptedException;
    }

    public static final Patience USUAL = new Patience(Clock.systemUTC(), duration -> Thread.sleep(duration.toMillis()));

    Instant until(Duration longest) {
        return clock.instant().plus(longest);
    }

    /** Waits, unless that would last beyond the end; whether it waited. */
    public boolean waits(Duration duration, Instant end) {
        if (clock.instant().plus(duration).isAfter(end)) {
            return false;
        }
        try {
            pause.last(duration);
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
