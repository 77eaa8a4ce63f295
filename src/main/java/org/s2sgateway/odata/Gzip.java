package org.s2sgateway.odata;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Packs a body as one gzip member. */
final class Gzip implements BodyFilter {

    /** No name, no time, no system: the same body is always packed the same. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    // The answer has been packed and unpacked once already; a few more bytes on the wire cost less than the time.
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final CRC32 checksum = new CRC32();
    private final byte[] packed = new byte[8192];
    private boolean begun;

    @Override
    public void write(byte[] bytes, int offset, int length, Sink out) throws IOException {
        begin(out);
        checksum.update(bytes, offset, length);
        deflater.setInput(bytes, offset, length);
        while (!deflater.needsInput()) {
            pass(out);
        }
    }

    @Override
    public void end(Sink out) throws IOException {
        begin(out);
        deflater.finish();
        while (!deflater.finished()) {
            pass(out);
        }
        byte[] trailer = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) checksum.getValue())
                .putInt((int) deflater.getBytesRead())
                .array();
        out.write(trailer, 0, trailer.length);
    }

    @Override
    public void close() {
        deflater.end();
    }

    private void begin(Sink out) throws IOException {
        if (!begun) {
            begun = true;
            out.write(HEADER, 0, HEADER.length);
        }
    }

    private void pass(Sink out) throws IOException {
        int length = deflater.deflate(packed, 0, packed.length);
        if (length > 0) {
            out.write(packed, 0, length);
        }
    }
}
