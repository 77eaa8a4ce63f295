package org.s2sgateway.isolation;

/** What is wrong with a description of a deployment, and where. */
final class BadFile extends Exception {

    private static final long serialVersionUID = 1L;

    BadFile(String where, String what) {
        super(where + ": " + what);
    }
}
