package org.s2sgateway.simulator.identity;

/** A refusal that the application gets to know: the browser is sent back to it with {@code error}. */
final class SentBack extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final EntraRefusal refusal;

    SentBack(EntraRefusal refusal) {
        super(refusal.getMessage(), refusal);
        this.refusal = refusal;
    }

    EntraRefusal refusal() {
        return refusal;
    }
}
