package org.s2sgateway.diagnosis;

import java.util.List;

final class DataverseCodes {
    static final List<Diagnosis> TABLE = List.of();

    private DataverseCodes() {}
}
