package org.s2sgateway.simulator.identity;

import java.time.Instant;

/** A client secret of an application. */
public record ApplicationSecret(String value, Instant expiresAt) {

    boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }
}
