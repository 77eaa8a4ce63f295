package org.s2sgateway.diagnosis;

import java.util.List;

final class EntraCodes {
    static final List<Diagnosis> TABLE = List.of();

    private EntraCodes() {}
}
