package org.s2sgateway.token;

import java.time.Instant;
import java.util.Objects;
import org.s2sgateway.settings.Secret;

/** An app-only token for one environment and when it ends; prints no token. */
public record AccessToken(Secret value, Instant expiresAt) {

    public AccessToken {
        Objects.requireNonNull(value);
        Objects.requireNonNull(expiresAt);
    }
}
