package org.s2sgateway.registration;

import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/** The app registration this gateway acts as. */
public record Registration(
        Mode mode,
        Cloud cloud,
        URI authority,
        UUID tenantId,
        String clientId,
        Credential credential,
        Optional<Credential> next) {

    /** The home tenant's OpenID Connect metadata. */
    public URI discovery() {
        return URI.create(authority + "/" + tenantId + "/v2.0/.well-known/openid-configuration");
    }
}
