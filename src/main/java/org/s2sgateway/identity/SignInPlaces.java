package org.s2sgateway.identity;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.s2sgateway.identity.Provider.Client;
import org.s2sgateway.registration.Cloud;
import org.s2sgateway.registration.Registration;

/** Which provider people of a tenant sign in at: the home tenant's people may have one of their own. Immutable. */
final class SignInPlaces {

    private final Registration registration;
    private final Client registered;
    private final Optional<HomeProvider> own;

    /** @param rolesClaim where a provider of the home tenant's own has its roles */
    SignInPlaces(Registration registration, SignInConfig config, RolesClaim rolesClaim) {
        boolean adFs = registration.cloud() == Cloud.AD_FS;
        this.registration = registration;
        this.registered = new Client(
                registration.clientId(),
                adFs ? ClientProof.Style.AD_FS : ClientProof.Style.ENTRA_ID,
                Stream.concat(Stream.of(registration.credential()), registration.next().stream())
                        .toList());
        Optional<HomeProvider> configured = config.own()
                .map(it -> new HomeProvider(
                        it.issuer(),
                        false,
                        new Client(it.clientId(), ClientProof.Style.ENTRA_ID, List.of(it.secret())),
                        registration.tenantId(),
                        rolesClaim));
        this.own = configured.or(() -> adFs
                ? Optional.of(new HomeProvider(
                        registration.authority(), true, registered, registration.tenantId(), rolesClaim))
                : Optional.empty());
    }

    /** For that tenant, or for every organisation. */
    Provider of(Optional<UUID> tenant) {
        UUID home = registration.tenantId();
        return tenant.equals(Optional.of(home)) && own.isPresent()
                ? own.get()
                : new EntraTenants(registration.authority(), tenant, registered, home, own.isPresent());
    }
}
