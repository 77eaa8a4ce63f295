package org.s2sgateway.odata;

import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks gzip, member by member. */
final class Gunzip implements BodyFilter {

    private enum Part {
        HEADER,
        DATA,
        TRAILER
    }

    private static final int TRAILER_LENGTH = 8;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] unpacked = new byte[8192];
    private GzipHeader header = new GzipHeader();
    private Part part = Part.HEADER;
    private long trailer;
    private int trailerLength;

    @Override
    public void write(byte[] bytes, int offset, int length, Sink out) throws IOException {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            at = switch (part) {
                case HEADER -> header(bytes, at);
                case DATA -> data(bytes, at, end, out);
                case TRAILER -> trailer(bytes, at);
            };
        }
    }

    @Override
    public void end(Sink out) throws IOException {
        if (part != Part.HEADER || !header.untouched()) {
            throw new IOException("The gzip breaks off");
        }
    }

    @Override
    public void close() {
        inflater.end();
    }

    private int header(byte[] bytes, int at) throws IOException {
        if (header.read(bytes[at])) {
            part = Part.DATA;
            inflater.reset();
            checksum.reset();
        }
        return at + 1;
    }

    private int data(byte[] bytes, int at, int end, Sink out) throws IOException {
        inflater.setInput(bytes, at, end - at);
        int length = inflate();
        while (length > 0) {
            checksum.update(unpacked, 0, length);
            out.write(unpacked, 0, length);
            length = inflate();
        }
        if (inflater.finished()) {
            part = Part.TRAILER;
            trailer = 0;
            trailerLength = 0;
        } else if (inflater.needsDictionary()) {
            throw new IOException("The gzip is broken: it asks for a dictionary");
        }
        return end - inflater.getRemaining();
    }

    private int inflate() throws IOException {
        try {
            return inflater.inflate(unpacked);
        } catch (DataFormatException broken) {
            throw new IOException("The gzip is broken", broken);
        }
    }

    private int trailer(byte[] bytes, int at) throws IOException {
        trailer |= (bytes[at] & 0xffL) << (8 * trailerLength);
        trailerLength++;
        if (trailerLength == TRAILER_LENGTH) {
            // RFC 1952 section 2.3.1: the length is counted modulo 2^32
            if ((trailer & 0xffffffffL) != checksum.getValue()
                    || (int) (trailer >>> 32) != (int) inflater.getBytesWritten()) {
                throw new IOException("The gzip is broken: it unpacks to other data than were packed");
            }
            part = Part.HEADER;
            header = new GzipHeader();
        }
        return at + 1;
    }
}
