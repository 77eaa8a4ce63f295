package org.s2sgateway.isolation;

/**
 * Something that should not be.
 *
 * @param call by which it is found in the gateway's log, and who asked for what
 */
record Finding(Crossing crossing, String call, String detail) {

    @Override
    public String toString() {
        return crossing + " " + call + ": " + detail;
    }
}
