package org.s2sgateway.diagnosis;

import java.util.List;

final class OAuthErrors {
    static final List<Diagnosis> TABLE = List.of();

    private OAuthErrors() {}
}
