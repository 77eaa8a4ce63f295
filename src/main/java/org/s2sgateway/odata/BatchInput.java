package org.s2sgateway.odata;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The octets of a batch, by lines or up to a delimiter; holds one small buffer of them. Not thread-safe. */
final class BatchInput {

    private static final int SIZE = 16 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[SIZE];
    private int position;
    private int end;
    private boolean exhausted;

    /**
     * What was copied.
     *
     * @param length octets
     * @param lineBreaks how many of them, at the end, are line breaks and nothing else
     */
    record Copied(long length, long lineBreaks) {}

    BatchInput(InputStream in) {
        this.in = in;
    }

    /**
     * The next line without its end, one character per octet; null at the end. It ends with LF or CRLF: a lone CR, which
     * some readers take for a line's end, too, and all other control characters but the tabulator are refused.
     */
    @Nullable
    String line(int longest, Supplier<MalformedBatch> tooLong) throws IOException, MalformedBatch {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        int octet = next();
        if (octet < 0) {
            return null;
        }
        while (octet >= 0 && octet != '\n') {
            if (line.size() > longest) {
                throw tooLong.get();
            }
            line.write(octet);
            octet = next();
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        String withoutEnd = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        if (withoutEnd.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7F)) {
            throw MalformedBatch.because("There is a control character where only text can be.");
        }
        return withoutEnd;
    }

    /**
     * Copies what comes before the next delimiter and the line break in front of it, and stops at the delimiter.
     *
     * <p>A delimiter anywhere but at the start of a line is refused: the reader of Microsoft's OData library takes it for
     * one even there, and also behind a lone CR, so that a body could hide requests from whoever goes by RFC 2046.
     *
     * @see <a href="https://github.com/OData/odata.net/blob/main/src/Microsoft.OData.Core/Batch/ODataBatchReaderStreamBuffer.cs">ODataBatchReaderStreamBuffer</a>
     */
    Copied copyTo(OutputStream out, List<byte[]> delimiters) throws IOException, MalformedBatch {
        Body body = new Body(out);
        int scan = position;
        while (!isDelimiter(scan, delimiters)) {
            if (scan < end && (exhausted || end - scan >= Boundary.LONGEST_DELIMITER)) {
                scan = hyphen(scan + 1);
            } else if (exhausted) {
                throw MalformedBatch.because("The closing boundary is missing.");
            } else {
                // The last two octets may be the line break before the delimiter.
                body.write(Math.max(position, scan - 2));
                scan -= position;
                fill();
            }
        }
        int bodyEnd = body.isEmpty() && scan == position ? scan : beforeLineBreak(scan);
        body.write(bodyEnd);
        position = scan;
        return new Copied(body.length, body.lineBreaks);
    }

    /** Octets from here on that belong to a body. */
    private final class Body {
        private final OutputStream out;
        private long length;
        private long lineBreaks;

        Body(OutputStream out) {
            this.out = out;
        }

        boolean isEmpty() {
            return length == 0;
        }

        void write(int to) throws IOException {
            int octets = to - position;
            int breaks = 0;
            while (breaks < octets && isLineBreak(buffer[to - 1 - breaks])) {
                breaks++;
            }
            out.write(buffer, position, octets);
            length += octets;
            lineBreaks = breaks == octets ? lineBreaks + breaks : breaks;
            position = to;
        }
    }

    private static boolean isLineBreak(byte octet) {
        return octet == '\r' || octet == '\n';
    }

    private int beforeLineBreak(int at) throws MalformedBatch {
        if (at == position || buffer[at - 1] != '\n') {
            throw MalformedBatch.because("The boundary occurs within a line of a body; choose one that does not.");
        }
        return at - 2 >= position && buffer[at - 2] == '\r' ? at - 2 : at - 1;
    }

    private int hyphen(int from) {
        int at = from;
        while (at < end && buffer[at] != '-') {
            at++;
        }
        return at;
    }

    private boolean isDelimiter(int at, List<byte[]> delimiters) {
        for (byte[] delimiter : delimiters) {
            if (startsWith(at, delimiter)) {
                return true;
            }
        }
        return false;
    }

    private boolean startsWith(int at, byte[] delimiter) {
        if (end - at < delimiter.length) {
            return false;
        }
        for (int i = 0; i < delimiter.length; i++) {
            if (buffer[at + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    private int next() throws IOException {
        if (position == end) {
            fill();
        }
        return position == end ? -1 : buffer[position++] & 0xFF;
    }

    /** Reads on behind what is still to be looked at, which moves to the start of the buffer. */
    private void fill() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, end - position);
        end -= position;
        position = 0;
        int read = exhausted ? -1 : in.read(buffer, end, SIZE - end);
        if (read < 0) {
            exhausted = true;
        } else {
            end += read;
        }
    }
}
