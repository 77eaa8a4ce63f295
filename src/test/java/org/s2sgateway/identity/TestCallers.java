package org.s2sgateway.identity;

import java.util.Map;
import java.util.Set;

/** Callers whose tokens have been judged. */
public final class TestCallers {

    private TestCallers() {}

    public static Caller of(String consumer, Set<String> roles, Map<String, Object> claims) {
        return new Caller(consumer, roles, claims);
    }
}
