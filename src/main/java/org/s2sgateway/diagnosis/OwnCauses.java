package org.s2sgateway.diagnosis;

import java.util.List;

final class OwnCauses {
    static final List<Diagnosis> TABLE = List.of();

    private OwnCauses() {}
}
