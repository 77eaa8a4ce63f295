package org.s2sgateway.gateway;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.dataverse.Places;

/** What a call holds until it is over, however it ends: its place among all calls, and a judged batch. Thread-safe. */
final class CallUnderWay implements AutoCloseable {

    private final Places<String> calls;
    private final String consumer;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable JudgedBatch batch;

    /** A call that has its place; from now on to be closed. */
    CallUnderWay(Places<String> calls, String consumer) {
        this.calls = calls;
        this.consumer = consumer;
    }

    void hold(JudgedBatch held) {
        batch = held;
    }

    /** Gives everything back; again it does nothing. */
    @Override
    public void close() {
        if (over.compareAndSet(false, true)) {
            calls.giveBack(consumer);
            JudgedBatch held = batch;
            if (held != null) {
                held.close();
            }
        }
    }
}
