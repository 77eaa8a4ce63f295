package org.s2sgateway.dataverse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.apache.hc.core5.http.nio.DataStreamChannel;

/**
 * A body that lies ready outside of the heap, in a local file for instance, and can be read as often as is needed. It is
 * read by the connection's thread, a little at a time. Thread-safe as far as its source is.
 */
public final class ReopenedBody implements RequestBody {

    private static final int CHUNK = 16 * 1024;

    private final Supplier<InputStream> source;
    private final long length;

    /** @param source gives the body from its start, each time */
    public ReopenedBody(Supplier<InputStream> source, long length) {
        this.source = source;
        this.length = length;
    }

    @Override
    public boolean isReplayable() {
        return true;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public Sending open() {
        return new Reading(source.get());
    }

    private static final class Reading implements Sending {

        private final InputStream content;
        private final byte[] chunk = new byte[CHUNK];
        private ByteBuffer ready = ByteBuffer.allocate(0);

        Reading(InputStream content) {
            this.content = content;
        }

        @Override
        public int available() {
            return CHUNK;
        }

        @Override
        public void produce(DataStreamChannel channel) throws IOException {
            while (true) {
                if (!ready.hasRemaining()) {
                    int read = content.read(chunk);
                    if (read < 0) {
                        channel.endStream();
                        return;
                    }
                    ready = ByteBuffer.wrap(chunk, 0, read);
                }
                channel.write(ready);
                if (ready.hasRemaining()) {
                    return;
                }
            }
        }

        @Override
        public void abandon() {
            // Its source is closed with the call.
        }
    }
}
