package org.s2sgateway.management;

import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.registration.Credential;
import org.s2sgateway.registration.Registration;

/** The app registration as the API shows it: which credentials there are and when they end, never what they are. */
@Schema(name = "Registration")
@JsonbPropertyOrder({"mode", "cloud", "authority", "tenantId", "clientId", "credential", "nextCredential"})
@JsonbNillable
public record RegistrationJson(
        String mode,
        String cloud,
        String authority,
        UUID tenantId,
        String clientId,
        CredentialJson credential,
        @Schema(nullable = true) @Nullable CredentialJson nextCredential) {

    /** The kind of a credential and its last moment, where that can be known. */
    @Schema(name = "Credential")
    @JsonbPropertyOrder({"kind", "expiresAt"})
    @JsonbNillable
    public record CredentialJson(String kind, @Schema(nullable = true) @Nullable Instant expiresAt) {

        static CredentialJson of(Credential credential) {
            return new CredentialJson(credential.kind(), credential.expiresAt().orElse(null));
        }
    }

    static RegistrationJson of(Registration registration) {
        return new RegistrationJson(
                registration.mode().word(),
                registration.cloud().word(),
                registration.authority().toString(),
                registration.tenantId(),
                registration.clientId(),
                CredentialJson.of(registration.credential()),
                registration.next().map(CredentialJson::of).orElse(null));
    }
}
