package org.s2sgateway.dataverse;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A consumer's body that arrives at Dataverse whole or not at all. Where it breaks off, or ends before its announced
 * length, the connection is cut before anything else can happen to it: the HTTP client would end a chunked body properly,
 * so that Dataverse took the torso for the whole; and on a connection that is still owed octets Dataverse would take the
 * next request, another consumer's, for the rest of this body.
 *
 * <p>Not thread-safe. Source: RFC 9112 sections 6.3, 8 and 11.2.
 */
final class WholeBody extends FilterInputStream {

    private final Runnable cut;
    private final boolean lengthKnown;
    private long missing;
    private boolean brokenOff;

    /** @param length -1 where none was announced */
    WholeBody(InputStream body, long length, Runnable cut) {
        super(body);
        this.cut = cut;
        lengthKnown = length >= 0;
        missing = length;
    }

    /** Whether the consumer, and not Dataverse, is why the request could not be sent. */
    boolean brokenOff() {
        return brokenOff;
    }

    @Override
    public int read() throws IOException {
        byte[] octet = new byte[1];
        return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        boolean whole = false;
        try {
            int read = super.read(buffer, offset, length);
            if (read < 0 && lengthKnown && missing > 0) {
                throw new IOException("The body ended before its announced length");
            }
            missing -= Math.max(read, 0);
            // To the very end, so that the server knows that nothing is left: it would look after the rest otherwise.
            if (lengthKnown && read > 0 && missing <= 0 && in.read() >= 0) {
                throw new IOException("The body goes on after its announced length");
            }
            whole = true;
            return read;
        } finally {
            if (!whole) {
                brokenOff = true;
                cut.run();
            }
        }
    }
}
