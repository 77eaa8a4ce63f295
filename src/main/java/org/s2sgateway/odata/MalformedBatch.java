package org.s2sgateway.odata;

/**
 * A batch that cannot be taken for what it says it is. The message says what is wrong, for the eyes of whoever sent it,
 * and repeats nothing of it.
 */
public final class MalformedBatch extends Exception {

    private final boolean tooLong;

    private MalformedBatch(String message, boolean tooLong) {
        // Without a stack trace: strangers can cause any number of them.
        super(message, null, false, false);
        this.tooLong = tooLong;
    }

    static MalformedBatch because(String message) {
        return new MalformedBatch(message, false);
    }

    static MalformedBatch tooLong(String message) {
        return new MalformedBatch(message, true);
    }

    /** Whether the length of an address alone is what is wrong. */
    public boolean tooLong() {
        return tooLong;
    }
}
