package org.s2sgateway.grants;

import java.io.IOException;
import org.s2sgateway.odata.BodyFilter;
import org.s2sgateway.odata.Sink;

/**
 * A body that nothing is known of.
 *
 * @param taken whether there may be one
 */
record UnjudgedBody(boolean taken) implements BodyFilter {

    @Override
    public void write(byte[] bytes, int offset, int length, Sink out) throws IOException {
        if (!taken && length > 0) {
            throw BodyRefused.notJudged(
                    "a body belongs to the request only where rows, references or parameters are sent,"
                            + " with Content-Type: application/json in UTF-8, or the octets of a column, with Content-Type:"
                            + " application/octet-stream.");
        }
        out.write(bytes, offset, length);
    }

    @Override
    public void end(Sink out) {
        // Nothing is held back.
    }
}
