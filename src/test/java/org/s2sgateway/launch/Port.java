package org.s2sgateway.launch;

import java.io.IOException;
import java.net.ServerSocket;

/** A TCP port of this machine. */
record Port(int number) {

    private static final int HIGHEST = 65_535;

    static Port parse(String text) throws CannotStart {
        if (text.matches("\\d{1,5}")) {
            int number = Integer.parseInt(text);
            if (number > 0 && number <= HIGHEST) {
                return new Port(number);
            }
        }
        throw new CannotStart("The port must be a number from 1 to 65535, as in -Dport=8181.");
    }

    /** Itself, when nobody listens on it. */
    Port mustBeFree() throws CannotStart {
        try {
            new ServerSocket(number).close();
            return this;
        } catch (IOException taken) {
            throw new CannotStart(
                    "Port " + number + " is in use. Stop the program that listens on it, or choose another"
                            + " port with -Dport=<number>.");
        }
    }

    String url() {
        return "http://localhost:" + number;
    }
}
