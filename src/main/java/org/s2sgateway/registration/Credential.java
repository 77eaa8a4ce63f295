package org.s2sgateway.registration;

import org.s2sgateway.settings.Secret;

/** What the registration proves itself with. */
public sealed interface Credential {

    /** The word for its kind. */
    String kind();

    /** Its last moment, where that can be known. */
    java.util.Optional<java.time.Instant> expiresAt();

    /** A shared secret. */
    record ClientSecret(Secret value) implements Credential {
        @Override
        public String kind() {
            return "client-secret";
        }

        @Override
        public java.util.Optional<java.time.Instant> expiresAt() {
            return java.util.Optional.empty();
        }
    }
}
