package org.s2sgateway.isolation;

import java.util.Optional;
import java.util.Set;

/** What is to be answered: one of these statuses, and a code where the gateway is to refuse. */
record Expected(Set<Integer> statuses, Optional<String> code) {

    static final Expected OK = of(200);

    static Expected of(Integer... statuses) {
        return new Expected(Set.of(statuses), Optional.empty());
    }

    static Expected refused(int status, String code) {
        return new Expected(Set.of(status), Optional.of(code));
    }

    static Expected notPermitted() {
        return refused(403, "S2S.NotPermitted");
    }

    boolean isRefusal() {
        return code.isPresent();
    }
}
