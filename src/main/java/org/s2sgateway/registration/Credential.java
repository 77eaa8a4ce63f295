package org.s2sgateway.registration;

import org.s2sgateway.settings.Secret;

/** What the registration proves itself with. */
public sealed interface Credential {

    /** A shared secret. */
    record ClientSecret(Secret value) implements Credential {}
}
