package org.s2sgateway.grants;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What may be done with the rows of a table. */
public enum Verb {
    READ,
    CREATE,
    UPDATE,
    DELETE;

    /** As it is written in a grant, in lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The verb that is written so; empty where there is none. */
    static Optional<Verb> find(String text) {
        return Arrays.stream(values()).filter(verb -> verb.text().equals(text)).findFirst();
    }
}
