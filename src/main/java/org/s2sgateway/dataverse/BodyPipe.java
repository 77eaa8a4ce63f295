package org.s2sgateway.dataverse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.odata.BodyFilter;

/**
 * A body that is too large to be held: the request's thread reads it from the consumer, the connection's thread writes
 * it to Dataverse, and at most 64 KiB are between them. The reading thread waits where Dataverse is slower.
 *
 * <p>A body arrives whole or not at all. Where it breaks off, ends before its announced length or goes on behind it, the
 * connection is cut: an ended chunked body would be taken for the whole, and on a connection that is still owed octets
 * Dataverse would take the next request, another consumer's, for the rest of this body. HttpClient's own {@code
 * SharedOutputBuffer} is not used, because the reading thread writes to the connection in it and may come too late, when
 * the connection carries another request already.
 *
 * <p>Thread-safe. Source: RFC 9112 sections 6.3, 8 and 11.2.
 */
public final class BodyPipe implements RequestBody, RequestBody.Sending {

    private static final int CHUNK = 16 * 1024;
    private static final int MOST_CHUNKS = 4;

    /** Dataverse may have answered early, and taken no more: nothing else ends such a call. */
    private static final long LONGEST_STANDSTILL =
            UpstreamLimits.STANDARD.silence().toNanos();

    private static final long BETWEEN_LOOKS_MILLIS = 1_000;

    private enum State {
        FLOWING,
        WHOLE,
        BROKEN,
        ABANDONED
    }

    private final long length;
    private final @Nullable BodyFilter filter;
    private final Deque<ByteBuffer> chunks = new ArrayDeque<>();
    private @Nullable DataStreamChannel channel;
    private State state = State.FLOWING;
    private boolean reading;
    private long taken;

    /** @param length as announced; -1 where it was not */
    public BodyPipe(long length) {
        this(length, null);
    }

    /**
     * A pipe with a filter in it, after which nobody knows the length.
     *
     * @param length of what goes in, as announced; -1 where it was not
     */
    public BodyPipe(long length, @Nullable BodyFilter filter) {
        this.length = length;
        this.filter = filter;
    }

    @Override
    public boolean isReplayable() {
        return false;
    }

    @Override
    public long length() {
        return filter == null ? length : -1;
    }

    @Override
    public Sending open() {
        return this;
    }

    /**
     * Reads the body to its end, for as long as anybody takes it. Blocks: on the consumer, and on Dataverse.
     *
     * @param begun what was read of it already
     */
    public void pump(byte[] begun, int begunLength, InputStream rest) {
        boolean whole = false;
        try {
            pass(begun, begunLength);
            whole = pump(rest, begunLength);
            if (whole && filter != null) {
                filter.end(this::putCopy);
            }
        } catch (IOException brokenOff) {
            // As good as ended too early: the finally block says so.
            whole = false;
        } finally {
            end(whole ? State.WHOLE : State.BROKEN);
            if (filter != null) {
                filter.close();
            }
        }
    }

    /** Whether the consumer, and not Dataverse, is why the request was not sent to its end. */
    public synchronized boolean isBrokenOff() {
        return state == State.BROKEN;
    }

    /** Whether it is the consumer that everybody is waiting for. */
    public synchronized boolean isAwaited() {
        return state == State.FLOWING && reading && chunks.isEmpty();
    }

    private boolean pump(InputStream rest, long begun) throws IOException {
        long missing = length < 0 ? Long.MAX_VALUE : length - begun;
        while (missing > 0) {
            byte[] chunk = new byte[CHUNK];
            int read = read(rest, chunk);
            if (read < 0) {
                return length < 0;
            }
            pass(chunk, read);
            missing -= read;
        }
        // To the very end, so that the server knows that nothing is left: it would look after the rest otherwise.
        return missing == 0 && rest.read() < 0;
    }

    private void pass(byte[] octets, int number) throws IOException {
        if (filter == null) {
            put(ByteBuffer.wrap(octets, 0, number));
        } else {
            filter.write(octets, 0, number, this::putCopy);
        }
    }

    private void putCopy(byte[] octets, int offset, int number) throws IOException {
        put(ByteBuffer.wrap(Arrays.copyOfRange(octets, offset, offset + number)));
    }

    private int read(InputStream rest, byte[] chunk) throws IOException {
        setReading(true);
        try {
            return rest.read(chunk);
        } finally {
            setReading(false);
        }
    }

    private synchronized void setReading(boolean now) {
        reading = now;
    }

    private synchronized void put(ByteBuffer chunk) throws IOException {
        long seen = taken;
        long since = System.nanoTime();
        while (state == State.FLOWING && chunks.size() >= MOST_CHUNKS) {
            try {
                wait(BETWEEN_LOOKS_MILLIS);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw new IOException("The server is stopping", stopping);
            }
            if (taken != seen) {
                seen = taken;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > LONGEST_STANDSTILL) {
                throw new IOException("Dataverse takes nothing more of the body");
            }
        }
        if (state != State.FLOWING) {
            throw new IOException("Nobody takes the rest of the body");
        }
        if (chunk.hasRemaining()) {
            chunks.add(chunk);
            wakeConnection();
        }
    }

    private synchronized void end(State how) {
        if (state == State.FLOWING) {
            state = how;
            wakeConnection();
        }
    }

    private void wakeConnection() {
        if (channel != null) {
            channel.requestOutput();
        }
    }

    @Override
    public synchronized int available() {
        ByteBuffer first = chunks.peek();
        return first == null ? (state == State.FLOWING ? 0 : 1) : first.remaining();
    }

    @Override
    public synchronized void produce(DataStreamChannel connection) throws IOException {
        channel = connection;
        if (state == State.BROKEN) {
            throw new IOException("The consumer's body broke off");
        }
        ByteBuffer first = chunks.peek();
        while (first != null) {
            taken += connection.write(first);
            if (first.hasRemaining()) {
                return;
            }
            chunks.remove();
            notifyAll();
            first = chunks.peek();
        }
        if (state == State.WHOLE) {
            connection.endStream();
        }
    }

    @Override
    public synchronized void abandon() {
        if (state == State.FLOWING) {
            state = State.ABANDONED;
        }
        channel = null;
        chunks.clear();
        notifyAll();
    }
}
