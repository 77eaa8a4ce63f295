package org.s2sgateway.odata;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

/** Tells by the name of a property what its value is. */
enum PropertyName {
    /** Data, or control information that is no link. */
    OTHER,
    /** The value is a link, or a list of links. */
    LINK,
    /** The value is an advertised function or action, or a list of them, with its address in {@code target}. */
    OPERATION,
    /** A link within an {@link #OPERATION}, data elsewhere. */
    TARGET;

    // OData JSON Format 4.0, section 4.5; "type" may be an address, too. No term of 4.01: Dataverse speaks 4.0.
    private static final byte[][] TERMS = Stream.of(
                    "context",
                    "nextLink",
                    "deltaLink",
                    "id",
                    "editLink",
                    "readLink",
                    "navigationLink",
                    "associationLink",
                    "mediaReadLink",
                    "mediaEditLink",
                    "bind",
                    "type")
            .map(term -> term.getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);
    private static final byte[] BEFORE_TERM = "@odata.".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TARGET_NAME = "target".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_TERM = "associationLink".length();

    // Last letters of the terms and of "target", and the last digits of these letters written as escapes.
    private static final boolean[] LAST = new boolean[128];

    static {
        for (char last : "tkde4b5B".toCharArray()) {
            LAST[last] = true;
        }
    }

    /** Quick and coarse: whether it is worth asking {@link #of}. */
    static boolean isSpecial(byte[] bytes, int from, int to) {
        if (from == to) {
            return false;
        }
        byte first = bytes[from];
        byte last = bytes[to - 1];
        return (last >= 0 && LAST[last]) || first == '#' || first == '\\';
    }

    /** Reads the name as it is written between its quotes. */
    static PropertyName of(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\\') {
                return ofEscaped(bytes, from, to);
            }
        }
        return ofPlain(bytes, from, to);
    }

    private static PropertyName ofEscaped(byte[] bytes, int from, int to) {
        byte[] plain = new byte[to - from];
        int length = 0;
        JsonText text = new JsonText();
        for (int i = from; i < to; i++) {
            int character = text.next(bytes[i]);
            if (character == JsonText.BROKEN) {
                return OTHER;
            }
            if (character != JsonText.PARTIAL) {
                plain[length] = character < 128 ? (byte) character : 0;
                length++;
            }
        }
        return ofPlain(plain, 0, length);
    }

    private static PropertyName ofPlain(byte[] bytes, int from, int to) {
        if (from == to) {
            return OTHER;
        }
        if (Arrays.equals(bytes, from, to, TARGET_NAME, 0, TARGET_NAME.length)) {
            return TARGET;
        }
        if (isLink(bytes, from, to)) {
            return LINK;
        }
        return bytes[from] == '#' ? OPERATION : OTHER;
    }

    private static boolean isLink(byte[] bytes, int from, int to) {
        int term = to;
        while (term > from && to - term <= LONGEST_TERM && bytes[term - 1] != '.') {
            term--;
        }
        int before = term - BEFORE_TERM.length;
        if (before < from || !Arrays.equals(bytes, before, term, BEFORE_TERM, 0, BEFORE_TERM.length)) {
            return false;
        }
        for (byte[] known : TERMS) {
            if (Arrays.equals(bytes, term, to, known, 0, known.length)) {
                return true;
            }
        }
        return false;
    }
}
