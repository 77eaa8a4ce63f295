package org.s2sgateway.dataverse;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.jspecify.annotations.Nullable;

/**
 * A body that flows from the connection's thread to the one that writes it, through a ring of 128 KiB. Dataverse may
 * send as much as was written; what it sends beyond that stays in the network. HttpClient's own {@code
 * SharedInputBuffer} copies once more, and its bound grows.
 *
 * <p>One thread fills, one empties. Silence that lasts too long ends it.
 */
final class ArrivingBody {

    private static final int RING = 128 * 1024;

    /** More than this is allowed at a time: allowing costs a wake-up of the connection's thread. */
    private static final int WORTH_ALLOWING = 16 * 1024;

    private final long longestSilence;
    private final byte[] ring = new byte[RING];
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();

    // All guarded by the lock, but for the octets between head and head + filled, which are the emptying thread's.
    private int head;
    private int filled;
    private int notYetAllowed;
    private boolean end;
    private @Nullable Exception cause;
    private @Nullable CapacityChannel capacity;

    ArrivingBody(byte[] begun, int length, Duration longestSilence) {
        this.longestSilence = longestSilence.toNanos();
        System.arraycopy(begun, 0, ring, 0, length);
        filled = length;
    }

    void arrived(ByteBuffer octets) throws IOException {
        lock.lock();
        try {
            if (octets.remaining() > RING - filled) {
                throw new IOException("More of the body came than was allowed");
            }
            filled += octets.remaining();
            int tail = (head + filled - octets.remaining()) % RING;
            int first = Math.min(octets.remaining(), RING - tail);
            octets.get(ring, tail, first);
            octets.get(ring, 0, octets.remaining());
            change.signal();
        } finally {
            lock.unlock();
        }
    }

    void ended() {
        lock.lock();
        try {
            end = true;
            capacity = null;
            change.signal();
        } finally {
            lock.unlock();
        }
    }

    void broke(Exception how) {
        lock.lock();
        try {
            if (!end && cause == null) {
                cause = how;
            }
            capacity = null;
            change.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Dataverse has sent what it was allowed to. */
    void regulate(CapacityChannel channel) throws IOException {
        lock.lock();
        try {
            capacity = end || cause != null ? null : channel;
            allow();
        } finally {
            lock.unlock();
        }
    }

    /** Writes everything, flushing where Dataverse is slower: a slow answer arrives as it comes. */
    void writeTo(OutputStream out) throws IOException {
        for (int ready = await(); ready > 0; ready = await()) {
            out.write(ring, head, ready);
            if (written(ready)) {
                out.flush();
            }
        }
    }

    /** How many octets can be written in one go; none at the end. */
    private int await() throws IOException {
        lock.lock();
        try {
            long left = longestSilence;
            while (filled == 0 && !end && cause == null) {
                if (left <= 0) {
                    throw new IOException("Dataverse fell silent in the middle of an answer");
                }
                left = change.awaitNanos(left);
            }
            if (filled == 0 && cause != null) {
                throw new IOException("Dataverse's answer broke off", cause);
            }
            return Math.min(filled, RING - head);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("The server is stopping", stopping);
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing more is there for now. */
    private boolean written(int octets) throws IOException {
        lock.lock();
        try {
            head = (head + octets) % RING;
            filled -= octets;
            notYetAllowed += octets;
            if (notYetAllowed >= WORTH_ALLOWING || filled == 0) {
                allow();
            }
            return filled == 0 && !end;
        } finally {
            lock.unlock();
        }
    }

    private void allow() throws IOException {
        if (capacity != null && notYetAllowed > 0) {
            int allowed = notYetAllowed;
            notYetAllowed = 0;
            try {
                capacity.update(allowed);
            } catch (CancelledKeyException gone) {
                // The connection has just ended; how, is said by whoever ended it.
                capacity = null;
            }
        }
    }
}
