package org.s2sgateway.gateway;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.dataverse.Deadline;
import org.s2sgateway.dataverse.Timeline;

/**
 * A body that has to arrive before the deadline, or its reader is refused (408). Whoever waits for an octet at that
 * moment is interrupted: no server gives up that early, and servlets know no patience of their own for a read.
 *
 * <p>For one reader at a time.
 */
final class InTime extends FilterInputStream {

    private final Deadline deadline;

    // Guarded by this.
    private Timeline.@Nullable Alarm alarm;
    private @Nullable Thread reader;
    private boolean interrupted;
    private boolean late;

    InTime(InputStream body, Deadline deadline) {
        super(body);
        this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
        byte[] octet = new byte[1];
        return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xFF;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
        enter();
        int read;
        try {
            read = super.read(octets, offset, length);
        } catch (IOException failure) {
            if (isSilence(failure)) {
                setLate();
                throw ConsumerBody.late();
            }
            throw failure;
        } finally {
            leave();
        }
        if (read >= 0 && deadline.left() < 0) {
            setLate();
            throw ConsumerBody.late();
        }
        return read;
    }

    /** Whether the consumer kept its reader waiting for too long. */
    synchronized boolean isLate() {
        return late;
    }

    /** Lets go of the deadline; the body itself is the server's. */
    @Override
    public synchronized void close() {
        if (alarm != null) {
            alarm.off();
        }
    }

    /** Whoever skips the rest of a body that is late does not wait for more of it. */
    private synchronized void enter() {
        if (late) {
            throw ConsumerBody.late();
        }
        if (alarm == null) {
            alarm = deadline.atEnd(this::wake);
        }
        reader = Thread.currentThread();
    }

    private synchronized void leave() {
        reader = null;
        if (interrupted) {
            // It was meant for the read that is over.
            Thread.interrupted();
            interrupted = false;
        }
    }

    private synchronized void wake() {
        late = true;
        if (reader != null) {
            interrupted = true;
            reader.interrupt();
        }
    }

    private synchronized void setLate() {
        late = true;
    }

    /** Whether it was interrupted, or the server lost its patience: each says so in its own way. */
    private boolean isSilence(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedIOException || cause instanceof TimeoutException) {
                return true;
            }
        }
        return isLate();
    }
}
