package org.s2sgateway.bench;

/** Why there is nothing to measure, or why what was measured means nothing. */
final class CannotMeasure extends Exception {

    private static final long serialVersionUID = 1L;

    CannotMeasure(String why) {
        super(why);
    }
}
