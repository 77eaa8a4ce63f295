package org.s2sgateway.dataverse;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hc.core5.http.nio.DataStreamChannel;

/** A body that is held in memory, and can be sent as often as is needed. Thread-safe. */
public final class HeldBody implements RequestBody {

    private final byte[] octets;

    /** @param octets not copied, and not to be changed any more */
    public HeldBody(byte[] octets) {
        this.octets = octets;
    }

    @Override
    public boolean isReplayable() {
        return true;
    }

    @Override
    public long length() {
        return octets.length;
    }

    @Override
    public Sending open() {
        return new Rest(ByteBuffer.wrap(octets));
    }

    private record Rest(ByteBuffer rest) implements Sending {

        @Override
        public int available() {
            return rest.remaining();
        }

        @Override
        public void produce(DataStreamChannel channel) throws IOException {
            if (rest.hasRemaining()) {
                channel.write(rest);
            }
            if (!rest.hasRemaining()) {
                channel.endStream();
            }
        }

        @Override
        public void abandon() {
            // Nobody waits for it.
        }
    }
}
