package org.s2sgateway.gateway;

import java.io.IOException;
import java.io.OutputStream;
import org.s2sgateway.odata.BodyFilter;

/**
 * Writes what comes out of a filter. {@link #end} says that the body is whole; closing says nothing, so that a body that
 * broke off stays broken. Not thread-safe.
 */
final class FilteredOutput extends OutputStream {

    private final BodyFilter filter;
    private final OutputStream out;

    FilteredOutput(BodyFilter filter, OutputStream out) {
        this.filter = filter;
        this.out = out;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        filter.write(octets, offset, length, out::write);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    void end() throws IOException {
        filter.end(out::write);
    }

    @Override
    public void close() {
        filter.close();
    }
}
