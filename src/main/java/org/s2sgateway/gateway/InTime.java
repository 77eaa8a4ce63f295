package org.s2sgateway.gateway;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.s2sgateway.dataverse.Deadline;

/** A body that has to arrive before the deadline, or its reader is refused. Not thread-safe. */
final class InTime extends FilterInputStream {

    private final Deadline deadline;
    private boolean late;

    InTime(InputStream body, Deadline deadline) {
        super(body);
        this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
        refuseAgain();
        return checked(super.read());
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
        refuseAgain();
        return checked(super.read(octets, offset, length));
    }

    /** Whoever skips the rest of a body that is late does not wait for more of it. */
    private void refuseAgain() {
        if (late) {
            throw ConsumerBody.late();
        }
    }

    private int checked(int read) {
        if (read >= 0 && deadline.left() < 0) {
            late = true;
            throw ConsumerBody.late();
        }
        return read;
    }
}
