package org.s2sgateway.registration;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Whose tenants the registration serves: its own only, or everybody's who consents. */
public enum Mode {
    SINGLE_TENANT("single-tenant"),
    MULTI_TENANT("multi-tenant");

    private final String word;

    Mode(String word) {
        this.word = word;
    }

    /** The word of the configuration and of the API. */
    public String word() {
        return word;
    }

    static Mode parse(String text) {
        return Arrays.stream(values())
                .filter(mode -> mode.word.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of "
                        + Arrays.stream(values()).map(Mode::word).collect(Collectors.joining(", "))));
    }
}
