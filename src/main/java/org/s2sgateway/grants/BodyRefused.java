package org.s2sgateway.grants;

/** A body that must not be sent: it needs what is not granted, or it cannot be judged. The message says which. */
public final class BodyRefused extends RuntimeException {

    private final transient Needs missing;

    private BodyRefused(String message, Needs missing) {
        super(message, null, false, false);
        this.missing = missing;
    }

    static BodyRefused notGranted(Needs missing) {
        return new BodyRefused("The body needs what is not granted: " + missing + ".", missing);
    }

    static BodyRefused notJudged(String reason) {
        return new BodyRefused("The body cannot be judged: " + reason, Needs.NOTHING);
    }

    /** What is needed and not granted; empty where the body cannot be judged. */
    public Needs missing() {
        return missing;
    }
}
