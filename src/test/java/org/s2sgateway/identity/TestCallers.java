package org.s2sgateway.identity;

import java.util.Map;
import java.util.Set;

/** Callers whose tokens have been judged. */
public final class TestCallers {

    private TestCallers() {}

    public static Caller of(String consumer, Set<String> roles, Map<String, Object> claims) {
        return new Caller(consumer, roles, claims);
    }

    /** One that can be asked on this thread only, as the caller of a request can. */
    public static Caller ofThisThread(String consumer) {
        Thread request = Thread.currentThread();
        return new Caller(consumer, Set.of(), Map.of()) {
            @Override
            public String consumer() {
                if (Thread.currentThread() != request) {
                    throw new IllegalStateException("The request is over");
                }
                return super.consumer();
            }
        };
    }
}
