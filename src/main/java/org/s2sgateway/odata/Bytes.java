package org.s2sgateway.odata;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Bytes that are held back, without a copy on the way out. */
final class Bytes extends ByteArrayOutputStream {

    Bytes() {
        super(256);
    }

    byte[] array() {
        return buf;
    }

    byte last() {
        return buf[count - 1];
    }

    void passTo(Sink out) throws IOException {
        if (count > 0) {
            out.write(buf, 0, count);
            reset();
        }
    }

    String text() {
        return toString(StandardCharsets.ISO_8859_1);
    }
}
