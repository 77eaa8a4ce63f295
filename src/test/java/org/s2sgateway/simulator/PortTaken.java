package org.s2sgateway.simulator;

import java.io.IOException;

/** A port that was asked for belongs to somebody else; the message says which. */
public final class PortTaken extends IOException {

    private static final long serialVersionUID = 1L;

    PortTaken(String side, int port) {
        super("Port " + port + " for " + side
                + " is taken by another program; choose others with -Didentity.port and -Ddataverse.port");
    }
}
