package org.s2sgateway.tenant;

/** A tenant or an environment is in a state from which the asked transition does not start. */
public final class WrongState extends RuntimeException {

    WrongState(String message) {
        super(message);
    }
}
