package org.s2sgateway.simulator.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps the last requests of one listener, the oldest first; bounded, thread-safe. */
public final class Recorder {

    private static final int KEPT = 10_000;

    private final Deque<RecordedRequest> requests = new ArrayDeque<>();
    private final AtomicInteger hangUps = new AtomicInteger();
    private final AtomicInteger cutOffs = new AtomicInteger();

    void record(Call call) {
        byte[] kept = call.body().length <= RecordedRequest.KEPT_BYTES
                ? call.body()
                : Arrays.copyOf(call.body(), RecordedRequest.KEPT_BYTES);
        RecordedRequest request = new RecordedRequest(
                call.method(), call.target(), call.headers(), new String(kept, StandardCharsets.UTF_8));
        synchronized (requests) {
            if (requests.size() == KEPT) {
                requests.removeFirst();
            }
            requests.addLast(request);
        }
    }

    public List<RecordedRequest> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /** How many answers were not taken to their end, because the client had closed the connection. */
    public int hangUps() {
        return hangUps.get();
    }

    /** How many requests did not arrive to their end, because the client had closed the connection. */
    public int cutOffs() {
        return cutOffs.get();
    }

    void cutOff() {
        cutOffs.incrementAndGet();
    }

    void hungUp() {
        hangUps.incrementAndGet();
    }

    public void clear() {
        synchronized (requests) {
            requests.clear();
        }
        hangUps.set(0);
        cutOffs.set(0);
    }
}
