package org.s2sgateway.odata;

import java.io.IOException;

/** Two filters, one behind the other. */
record FilterPair(BodyFilter first, BodyFilter second) implements BodyFilter {

    @Override
    public void write(byte[] bytes, int offset, int length, Sink out) throws IOException {
        first.write(bytes, offset, length, into(out));
    }

    @Override
    public void end(Sink out) throws IOException {
        first.end(into(out));
        second.end(out);
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }

    private Sink into(Sink out) {
        return (bytes, offset, length) -> second.write(bytes, offset, length, out);
    }
}
