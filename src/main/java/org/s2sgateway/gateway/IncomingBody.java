package org.s2sgateway.gateway;

import java.io.IOException;
import java.io.InputStream;

/**
 * A body as the consumer sends it.
 *
 * @param length -1 where the consumer gave none
 */
record IncomingBody(InputStream content, long length) {

    /** Whether all of it can be read without waiting for the consumer. */
    boolean isThere() {
        try {
            return length >= 0 && content.available() >= length;
        } catch (IOException broken) {
            // Whoever reads it is told.
            return false;
        }
    }
}
