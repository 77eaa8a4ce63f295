package org.s2sgateway.odata;

/**
 * Tells octet by octet whether a text is UTF-8 (RFC 3629 section 4). What is not may swallow the quotation mark behind it
 * with one reader and not with another.
 */
final class Utf8 {

    private int due;
    private int lowest = 0x80; // of the next octet
    private int highest = 0xBF;

    /** Whether the octet may be here. */
    boolean goesOnWith(byte octet) {
        int value = octet & 0xff;
        if (due == 0) {
            return begins(value);
        }
        boolean fits = value >= lowest && value <= highest;
        lowest = 0x80;
        highest = 0xBF;
        due--;
        return fits;
    }

    private boolean begins(int value) {
        if (value < 0x80) {
            return true;
        }
        if (value < 0xC2 || value > 0xF4) {
            return false;
        }
        due = value < 0xE0 ? 1 : value < 0xF0 ? 2 : 3;
        switch (value) {
            case 0xE0 -> lowest = 0xA0;
            case 0xED -> highest = 0x9F;
            case 0xF0 -> lowest = 0x90;
            case 0xF4 -> highest = 0x8F;
            default -> {}
        }
        return true;
    }
}
