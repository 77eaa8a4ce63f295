package org.s2sgateway.gateway;

import java.io.Closeable;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A batch all of whose requests may be sent, in its place of storage; to be closed when it is sent for good.
 *
 * @param headers of the call, as they fit the body that is sent
 * @param users as whom its requests act
 */
record JudgedBatch(Map<String, List<String>> headers, Set<String> users, Spool body) implements Closeable {

    /** The body from its start, any number of times. */
    InputStream content() {
        return body.content();
    }

    /** In octets. */
    long length() {
        return body.length();
    }

    @Override
    public void close() {
        body.close();
    }
}
