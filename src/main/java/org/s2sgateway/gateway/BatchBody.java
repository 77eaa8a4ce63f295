package org.s2sgateway.gateway;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

/**
 * The body of a batch as the consumer meant it: decompressed, whole, and no longer than the limit. What it cannot be is
 * said with a {@link Refusal} while it is read. Not thread-safe.
 */
final class BatchBody extends InputStream {

    private final Received received;
    private final InputStream content;
    private final long limit;
    private long length;

    private BatchBody(Received received, InputStream content, long limit) {
        this.received = received;
        this.content = content;
        this.limit = limit;
    }

    /**
     * Begins to read.
     *
     * @param encodings the values of {@code Content-Encoding}
     * @param limit octets after decompression
     */
    static BatchBody of(IncomingBody body, List<String> encodings, long limit) {
        String encoding = String.join(",", encodings).strip().toLowerCase(Locale.ROOT);
        Received received = new Received(body);
        return switch (encoding) {
            case "", "identity" -> {
                if (body.length() > limit) {
                    throw tooLarge(limit);
                }
                yield new BatchBody(received, received, limit);
            }
            case "gzip" -> new BatchBody(received, decompressed(received), limit);
            default ->
                throw new Refusal(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "A batch is judged before it is sent: send it as it is or with Content-Encoding: gzip.");
        };
    }

    /** What a consumer is told whose body did not arrive as a whole. */
    static Refusal brokenOff() {
        return new Refusal(
                ProblemType.BAD_REQUEST,
                "The body of the request broke off, or was shorter than announced; Dataverse did not get it.");
    }

    @Override
    public int read() throws IOException {
        byte[] octet = new byte[1];
        return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
        try {
            int read = content.read(buffer, offset, count);
            length += Math.max(read, 0);
            if (length > limit) {
                throw tooLarge(limit);
            }
            return read;
        } catch (ZipException | EOFException broken) {
            throw notGzip();
        }
    }

    /**
     * Reads what is still to come of a batch that is refused, up to the limit, and throws it away: Payara would end the
     * connection otherwise, and a consumer that is still sending would see that and not why.
     */
    void skipRest() {
        byte[] nobodys = new byte[8 * 1024];
        try {
            while (received.arrived <= limit && received.read(nobodys, 0, nobodys.length) >= 0) {
                // Nothing is done with it.
            }
        } catch (Refusal brokenOff) {
            // There is an answer already.
        }
    }

    /** Gives the decompressor's memory back; the consumer's stream stays open. */
    @Override
    public void close() throws IOException {
        content.close();
    }

    private static InputStream decompressed(Received received) {
        try {
            return new GZIPInputStream(received);
        } catch (IOException broken) {
            throw notGzip();
        }
    }

    private static Refusal tooLarge(long limit) {
        return new Refusal(
                ProblemType.PAYLOAD_TOO_LARGE,
                "A batch may have " + limit + " bytes here (" + GatewayConfig.BATCH_MAX_BYTES
                        + "), after decompression. Send more batches with fewer requests.");
    }

    private static Refusal notGzip() {
        return new Refusal(ProblemType.BAD_REQUEST, "The body is not the gzip that Content-Encoding says it is.");
    }

    /**
     * The octets as they arrive. A failure is a refusal from here on, because the decompressor would take some for the
     * end.
     */
    private static final class Received extends FilterInputStream {

        private final long announced;
        private long arrived;

        Received(IncomingBody body) {
            super(body.content());
            announced = body.length();
        }

        @Override
        public int read() throws IOException {
            byte[] octet = new byte[1];
            return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int count) {
            int read;
            try {
                read = super.read(buffer, offset, count);
            } catch (IOException lost) {
                throw brokenOff();
            }
            arrived += Math.max(read, 0);
            boolean wrong = announced >= 0 && (read < 0 ? arrived < announced : arrived > announced);
            if (wrong) {
                throw brokenOff();
            }
            return read;
        }

        @Override
        public void close() {}

        /** Never 0: the decompressor would take a packet that is late for the end of the last member. */
        @Override
        public int available() {
            return 1;
        }
    }
}
