package org.s2sgateway.gateway;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What a call holds until it is over, however it ends: its place among all calls, and a judged batch. Thread-safe. */
final class CallUnderWay implements AutoCloseable {

    private final AtomicInteger all;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable JudgedBatch batch;

    private CallUnderWay(AtomicInteger all) {
        this.all = all;
    }

    /** One more call, counted until it is closed. */
    static CallUnderWay among(AtomicInteger all) {
        all.incrementAndGet();
        return new CallUnderWay(all);
    }

    void hold(JudgedBatch held) {
        batch = held;
    }

    /** Gives everything back; again it does nothing. */
    @Override
    public void close() {
        if (over.compareAndSet(false, true)) {
            all.decrementAndGet();
            JudgedBatch held = batch;
            if (held != null) {
                held.close();
            }
        }
    }
}
