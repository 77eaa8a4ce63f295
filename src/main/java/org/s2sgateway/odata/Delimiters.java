package org.s2sgateway.odata;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The lines that end a part of the multipart bodies at hand, the outermost body first (RFC 2046 section 5.1.1). */
final class Delimiters {

    /** A batch has change sets, and these have nothing within them; a little more is followed. */
    private static final int DEEPEST = 4;

    private static final int LONGEST_PADDING = 128;

    private final List<byte[]> open = new ArrayList<>();

    boolean isFull() {
        return open.size() == DEEPEST;
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    void open(String boundary) {
        open.add(("--" + boundary).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What the beginning of a line, or all of it with its line feed, is. */
    Line look(byte[] line, int length) {
        Line best = Line.OTHER;
        for (int i = open.size() - 1; i >= 0; i--) {
            Line found = look(line, length, open.get(i));
            if (found == Line.DELIMITER || found == Line.CLOSE) {
                return found;
            }
            best = found == Line.POSSIBLE ? found : best;
        }
        return best;
    }

    /** The delimiter ends every body within the one that it belongs to; a closing one ends that one as well. */
    void reached(byte[] line, int length, Line kind) {
        int last = open.size() - 1;
        while (look(line, length, open.get(last)) != kind) {
            open.remove(last);
            last--;
        }
        if (kind == Line.CLOSE) {
            open.remove(last);
        }
    }

    private static Line look(byte[] line, int length, byte[] delimiter) {
        for (int i = 0; i < Math.min(length, delimiter.length); i++) {
            if (line[i] != delimiter[i]) {
                return Line.OTHER;
            }
        }
        if (length <= delimiter.length) {
            return Line.POSSIBLE;
        }
        int at = delimiter.length;
        boolean closes = line[at] == '-';
        if (closes) {
            if (length > at + 1 && line[at + 1] != '-') {
                return Line.OTHER;
            }
            at = Math.min(at + 2, length);
        }
        return padding(line, at, length, closes ? Line.CLOSE : Line.DELIMITER);
    }

    private static Line padding(byte[] line, int from, int length, Line whole) {
        int at = from;
        while (at < length && (line[at] == ' ' || line[at] == '\t')) {
            at++;
        }
        if (at - from > LONGEST_PADDING) {
            return Line.OTHER;
        }
        if (at < length && line[at] == '\r') {
            at++;
        }
        if (at == length) {
            return Line.POSSIBLE;
        }
        return line[at] == '\n' ? whole : Line.OTHER;
    }

    enum Line {
        /** No delimiter, whatever follows. */
        OTHER,
        /** Too short to tell. */
        POSSIBLE,
        /** A part begins behind it. */
        DELIMITER,
        /** The body has no more parts. */
        CLOSE
    }
}
