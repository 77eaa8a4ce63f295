package org.s2sgateway.launch;

import java.util.List;

/** Why there is nothing to run, in lines for the person at the console. */
final class CannotStart extends Exception {

    private static final long serialVersionUID = 1L;

    CannotStart(String line) {
        this(List.of(line));
    }

    CannotStart(List<String> lines) {
        super(String.join("\n", lines));
    }
}
