package org.s2sgateway.odata;

import java.io.IOException;
import java.util.zip.CRC32;

/** Reads the header of one gzip member byte by byte. */
final class GzipHeader {

    // RFC 1952 section 2.3.1
    private static final int CHECKED = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;
    private static final int FIXED_LENGTH = 10;

    private enum Field {
        FIXED,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        CHECKSUM,
        DONE
    }

    private final CRC32 checksum = new CRC32();
    private Field field = Field.FIXED;
    private int position;
    private int flags;
    private int number;

    /** Whether not a single byte of it has been read. */
    boolean untouched() {
        return field == Field.FIXED && position == 0;
    }

    /** Reads one byte; true when it was the last one. */
    boolean read(byte signed) throws IOException {
        int b = signed & 0xff;
        if (field != Field.CHECKSUM) {
            checksum.update(b);
        }
        switch (field) {
            case FIXED -> fixed(b);
            case EXTRA_LENGTH -> twoBytes(b);
            case EXTRA -> number--;
            case NAME, COMMENT -> number = b;
            case CHECKSUM -> {
                twoBytes(b);
                if (position == 2 && number != (checksum.getValue() & 0xffff)) {
                    throw new IOException("The gzip header is broken: its checksum is another one");
                }
            }
            case DONE -> throw new IllegalStateException("The header has been read");
        }
        while (field != Field.DONE && complete()) {
            next();
        }
        return field == Field.DONE;
    }

    private void fixed(int b) throws IOException {
        boolean fine =
                switch (position) {
                    case 0 -> b == 0x1f;
                    case 1 -> b == 0x8b;
                    case 2 -> b == 8;
                    case 3 -> (b & RESERVED) == 0;
                    default -> true;
                };
        if (!fine) {
            throw new IOException("The body is no gzip");
        }
        if (position == 3) {
            flags = b;
        }
        position++;
    }

    private void twoBytes(int b) {
        number |= b << (8 * position);
        position++;
    }

    private boolean complete() {
        return switch (field) {
            case FIXED -> position == FIXED_LENGTH;
            case EXTRA_LENGTH -> (flags & EXTRA) == 0 || position == 2;
            case EXTRA -> (flags & EXTRA) == 0 || number == 0;
            case NAME -> (flags & NAME) == 0 || number == 0;
            case COMMENT -> (flags & COMMENT) == 0 || number == 0;
            case CHECKSUM -> (flags & CHECKED) == 0 || position == 2;
            case DONE -> true;
        };
    }

    private void next() {
        field = switch (field) {
            case FIXED -> Field.EXTRA_LENGTH;
            case EXTRA_LENGTH -> Field.EXTRA;
            case EXTRA -> Field.NAME;
            case NAME -> Field.COMMENT;
            case COMMENT -> Field.CHECKSUM;
            case CHECKSUM, DONE -> Field.DONE;
        };
        position = 0;
        number = switch (field) {
            case EXTRA -> number; // the length that was read
            case NAME, COMMENT -> -1; // anything but the zero that ends it
            default -> 0;
        };
    }
}
