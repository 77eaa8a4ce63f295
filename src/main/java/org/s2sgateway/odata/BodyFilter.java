package org.s2sgateway.odata;

import java.io.IOException;

/**
 * Changes one body while it streams by: pieces of any size are pushed in, and what can be told so far is pushed out
 * before the call returns. Holds back no more than a few kilobytes, starts no thread, waits for nothing. For one body
 * and one thread at a time.
 */
public interface BodyFilter extends AutoCloseable {

    /**
     * Takes the next piece of the body.
     *
     * @throws IOException from the sink, or because the body is broken in a way that is not to be passed on as whole
     */
    void write(byte[] bytes, int offset, int length, Sink out) throws IOException;

    /**
     * The body has ended: passes on what was held back.
     *
     * @throws IOException from the sink, or because the body may not end here
     */
    void end(Sink out) throws IOException;

    /** Lets go of memory outside of the heap; whoever made the filter calls this, also after a failure. */
    @Override
    default void close() {}

    /** This filter, and then the next one on what comes out of it. Closing the result closes both. */
    default BodyFilter then(BodyFilter next) {
        return new FilterPair(this, next);
    }

    /**
     * Unpacks gzip (RFC 1952, several members too) and checks each member's length and checksum. A broken, shortened or
     * prolonged stream is an {@link IOException}; a body without a single byte is taken for an empty one. One call
     * passes on up to 1,032 times what it takes, in pieces of 8 KiB: whose sink cannot wait hands over little at a time.
     */
    static BodyFilter gunzip() {
        return new Gunzip();
    }

    /** Packs as gzip, for speed rather than size. Nothing comes out before there is enough of it. */
    static BodyFilter gzip() {
        return new Gzip();
    }
}
