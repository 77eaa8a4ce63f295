package org.s2sgateway.grants;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

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

    /** As they are written in a grant, in the order of this type. */
    public static List<String> texts(Set<Verb> verbs) {
        return verbs.stream().sorted().map(Verb::text).toList();
    }

    /** The verb that is written so; empty where there is none. */
    static Optional<Verb> find(String text) {
        return Arrays.stream(values()).filter(verb -> verb.text().equals(text)).findFirst();
    }
}
