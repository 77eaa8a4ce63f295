package org.s2sgateway.registration;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.s2sgateway.settings.Settings;

/**
 * The app registration this gateway acts as.
 *
 * <p>Immutable and thread-safe; prints no secret.
 *
 * @param authority the identity provider without tenant and without trailing slash, such as
 *     {@code https://login.microsoftonline.com}, or {@code https://sts.contoso.com/adfs} for AD FS
 * @param tenantId the home tenant, in which the registration lives
 * @param clientId the application id; a lower-case GUID but for AD FS
 * @param next a second credential for the time of a rotation
 */
public record Registration(
        Mode mode,
        Cloud cloud,
        URI authority,
        UUID tenantId,
        String clientId,
        Credential credential,
        Optional<Credential> next) {

    public Registration {
        Objects.requireNonNull(mode);
        Objects.requireNonNull(cloud);
        Objects.requireNonNull(authority);
        Objects.requireNonNull(tenantId);
        Objects.requireNonNull(clientId);
        Objects.requireNonNull(credential);
        Objects.requireNonNull(next);
    }

    /** Reads the {@code s2s.registration.*} keys; empty where one of them is faulty, which the settings then know. */
    public static Optional<Registration> from(Settings settings) {
        return new RegistrationKeys(settings).read();
    }

    public boolean isMultiTenant() {
        return mode == Mode.MULTI_TENANT;
    }

    /** The authority of one tenant with a trailing slash; AD FS has no tenants and is its own. */
    public URI tenantAuthority(UUID tenant) {
        return URI.create(cloud == Cloud.AD_FS ? authority + "/" : authority + "/" + tenant + "/");
    }

    /** Where the home tenant's OpenID Connect metadata is. */
    public URI discovery() {
        String version = cloud == Cloud.AD_FS ? "" : "v2.0/";
        return URI.create(tenantAuthority(tenantId) + version + ".well-known/openid-configuration");
    }
}
