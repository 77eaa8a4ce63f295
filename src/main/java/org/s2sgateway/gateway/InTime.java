package org.s2sgateway.gateway;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.s2sgateway.dataverse.Deadline;

/** A body that has to arrive before the deadline, or its reader is refused. Not thread-safe. */
final class InTime extends FilterInputStream {

    private final Deadline deadline;

    InTime(InputStream body, Deadline deadline) {
        super(body);
        this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
        return checked(super.read());
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
        return checked(super.read(octets, offset, length));
    }

    private int checked(int read) {
        if (read >= 0 && deadline.left() < 0) {
            throw ConsumerBody.late();
        }
        return read;
    }
}
