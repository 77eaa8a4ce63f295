package org.s2sgateway.dataverse;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body that has to be as long as it was announced. One that ends early fails instead, so that its connection is given
 * up: Dataverse would take the beginning of the next request on it, another consumer's, for the rest of this body.
 *
 * <p>Source: RFC 9112 sections 6.3 and 11.2.
 */
final class WholeBody extends FilterInputStream {

    private long missing;

    WholeBody(InputStream body, long length) {
        super(body);
        missing = length;
    }

    @Override
    public int read() throws IOException {
        int octet = super.read();
        count(octet < 0 ? -1 : 1);
        return octet;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count(read);
        return read;
    }

    private void count(int read) throws IOException {
        if (read > 0) {
            missing -= read;
        } else if (read < 0 && missing > 0) {
            throw new IOException("The body ended before its announced length");
        }
    }
}
