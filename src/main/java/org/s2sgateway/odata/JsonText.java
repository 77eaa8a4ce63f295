package org.s2sgateway.odata;

/** Reads the inside of a JSON string byte by byte, escapes resolved, as far as it is ASCII (RFC 8259 section 7). */
final class JsonText {

    /** More bytes are needed to tell the character. */
    static final int PARTIAL = -2;

    /** This byte cannot be here. */
    static final int BROKEN = -3;

    private static final int AFTER_BACKSLASH = 1;
    private static final int LAST_DIGIT = 5;

    private int escape; // 0 outside of an escape; AFTER_BACKSLASH; 2 to LAST_DIGIT: that digit of \\u is next
    private int code;

    /** Whether the next byte begins a character. */
    boolean isBetweenCharacters() {
        return escape == 0;
    }

    /** Begins a new string. */
    void reset() {
        escape = 0;
    }

    /** The UTF-16 character that ends with this byte, or a byte of a character outside of ASCII (128 and more). */
    int next(byte b) {
        if (escape == 0) {
            if (b != '\\') {
                return b & 0xff;
            }
            escape = AFTER_BACKSLASH;
            return PARTIAL;
        }
        return escape == AFTER_BACKSLASH ? escaped(b) : digit(b);
    }

    private int escaped(byte b) {
        escape = 0;
        return switch (b) {
            case '"', '\\', '/' -> b;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                escape = AFTER_BACKSLASH + 1;
                code = 0;
                yield PARTIAL;
            }
            default -> BROKEN;
        };
    }

    private int digit(byte b) {
        int digit = b < 0 ? -1 : Character.digit(b, 16);
        if (digit < 0) {
            escape = 0;
            return BROKEN;
        }
        code = code << 4 | digit;
        if (escape < LAST_DIGIT) {
            escape++;
            return PARTIAL;
        }
        escape = 0;
        return code;
    }
}
