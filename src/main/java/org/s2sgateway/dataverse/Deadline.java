package org.s2sgateway.dataverse;

import java.time.Duration;
import java.util.List;

/**
 * Until when a call has to have its answer: one limit over its wait for a place, its token, every try and the head of
 * the answer. 120 seconds, or what the consumer's {@code Prefer: wait=<seconds>} asks for, from one second to ten
 * minutes.
 *
 * <p>Immutable. Source: RFC 7240 section 4.3.
 */
public final class Deadline {

    static final Duration USUAL = Duration.ofMinutes(2);
    static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final Timeline timeline;
    private final Duration limit;
    private final long end;

    private Deadline(Timeline timeline, Duration limit) {
        this.timeline = timeline;
        this.limit = limit;
        end = timeline.now() + limit.toNanos();
    }

    /** The deadline of a call that begins now, given the values of its {@code Prefer} headers. */
    public static Deadline of(List<String> prefer, Timeline timeline) {
        return new Deadline(timeline, prefer.isEmpty() ? USUAL : WaitPreference.of(prefer, SHORTEST, USUAL, LONGEST));
    }

    static Deadline in(Duration limit, Timeline timeline) {
        return new Deadline(timeline, limit);
    }

    /** This deadline, or an earlier one where less than this is allowed from now on. */
    public Deadline within(Duration limit) {
        return allows(limit.toNanos()) ? new Deadline(timeline, limit) : this;
    }

    /** How much time there was at its beginning. */
    public Duration limit() {
        return limit;
    }

    /** Nanoseconds that are left; negative afterwards. */
    public long left() {
        return end - timeline.now();
    }

    /** Whether so many nanoseconds from now is still before the end. */
    public boolean allows(long nanos) {
        return nanos < left();
    }

    /** Calls back at the end. */
    public Timeline.Alarm atEnd(Runnable callback) {
        return timeline.in(left(), callback);
    }
}
