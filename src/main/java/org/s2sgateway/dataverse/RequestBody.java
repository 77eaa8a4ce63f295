package org.s2sgateway.dataverse;

import java.io.IOException;
import org.apache.hc.core5.http.nio.DataStreamChannel;

/** The body of a request on its way to Dataverse. Whole or not at all: what breaks off ends its connection. */
public sealed interface RequestBody permits HeldBody, ReopenedBody, BodyPipe {

    /** Whether it can be sent again. */
    boolean isReplayable();

    /** In octets; -1 where nobody knows. */
    long length();

    /** Begins to send it. */
    Sending open();

    /** One try to send it; used by the thread of one connection. */
    interface Sending {

        int available();

        void produce(DataStreamChannel channel) throws IOException;

        /** Nothing more will be taken. */
        void abandon();
    }
}
