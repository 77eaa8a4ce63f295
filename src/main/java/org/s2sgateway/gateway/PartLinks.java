package org.s2sgateway.gateway;

import java.io.IOException;
import java.io.OutputStream;

/** Maps the gateway's addresses in the requests of a batch back to those of the environment. */
interface PartLinks {

    /** Leaves everything as it is. */
    PartLinks NONE = new PartLinks() {
        @Override
        public String query(String query) {
            return query;
        }

        @Override
        public Body body() {
            return (octets, offset, length, out) -> out.write(octets, offset, length);
        }
    };

    /** A query, whose {@code $id} may be such an address; what comes back is judged and sent. */
    String query(String query);

    /** A way for one body of JSON. */
    Body body();

    /** A body that goes through piece by piece. */
    interface Body {

        /** Takes the next piece, and writes what is certain by now. */
        void write(byte[] octets, int offset, int length, OutputStream out) throws IOException;

        /** Writes what is held back: nothing comes any more. */
        default void end(OutputStream out) throws IOException {}
    }
}
