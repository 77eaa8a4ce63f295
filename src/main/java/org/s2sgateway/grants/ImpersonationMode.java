package org.s2sgateway.grants;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** As whom a consumer may act. */
public enum ImpersonationMode {
    /** As the application alone. */
    NONE,
    /** As the user whom it names. */
    EXPLICIT,
    /** As the user whose delegated token it brings, and nobody else. */
    CALLER;

    /** As it is written in a grant, in lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode that is written so; empty where there is none. */
    static Optional<ImpersonationMode> find(String text) {
        return Arrays.stream(values()).filter(mode -> mode.text().equals(text)).findFirst();
    }
}
