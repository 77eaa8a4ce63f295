package org.s2sgateway.tenant;

/** What was to be added is in the registry already. */
public final class AlreadyThere extends RuntimeException {

    AlreadyThere(String message) {
        super(message);
    }
}
