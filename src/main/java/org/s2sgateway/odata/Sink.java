package org.s2sgateway.odata;

import java.io.IOException;

/** Takes the bytes that a {@link BodyFilter} passes on. */
@FunctionalInterface
public interface Sink {

    /**
     * Takes a piece of the body. The array belongs to somebody else: it is not to be changed, and after the return it
     * may hold other bytes.
     *
     * @throws IOException when nobody wants the rest
     */
    void write(byte[] bytes, int offset, int length) throws IOException;
}
