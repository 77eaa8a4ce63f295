package org.s2sgateway.identity;

import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Who is signed in with this browser: a person of whose tenant and object id a validated ID token told. It proves
 * membership of that tenant (a guest's, too) and no authority in it.
 *
 * @param tenantId the tenant that was signed in at; for a guest the host and not the home
 * @param objectId the person in that tenant; only both ids together name somebody
 * @param name for display only: people can choose it
 * @param directoryRoles template ids of the tenant-wide directory roles ({@code wids}); empty where the registration does
 *     not ask for them
 * @param homeRoles the app roles that the home tenant has given; empty for people of other tenants, whose own tenant could
 *     give them any
 * @param administeredHost the environment in which the person was seen to be System Administrator
 */
public record SignedIn(
        UUID tenantId,
        UUID objectId,
        String name,
        Set<UUID> directoryRoles,
        Set<String> homeRoles,
        Optional<String> administeredHost,
        Instant signedInAt) {

    // entra-docs, "Grant tenant-wide admin consent": who may consent to permissions that are not Microsoft Graph's.
    private static final Set<UUID> CONSENTING = Set.of(
            UUID.fromString("62e90394-69f5-4237-9190-012177145e10"), // Global Administrator
            UUID.fromString("e8611ab8-c189-46e8-94e1-60213ab1f814"), // Privileged Role Administrator
            UUID.fromString("9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"), // Application Administrator
            UUID.fromString("158c047a-c907-4556-b7ef-446551a6b5f7")); // Cloud Application Administrator

    /** Copies the roles. */
    public SignedIn {
        Objects.requireNonNull(tenantId);
        Objects.requireNonNull(objectId);
        Objects.requireNonNull(name);
        directoryRoles = Set.copyOf(directoryRoles);
        homeRoles = Set.copyOf(homeRoles);
        Objects.requireNonNull(administeredHost);
        Objects.requireNonNull(signedInAt);
    }

    /** Whether one of the directory roles is known to be able to consent for the tenant; a custom one may be, too. */
    public boolean mayConsent() {
        return !Collections.disjoint(directoryRoles, CONSENTING);
    }

    /** Whether the person is staff that runs this gateway. */
    public boolean isOperator() {
        return homeRoles.contains(Roles.GATEWAY_OPERATOR);
    }

    /** Whether the person is staff that may see all of this gateway; an operator may, too. */
    public boolean isAuditor() {
        return isOperator() || homeRoles.contains(Roles.GATEWAY_AUDITOR);
    }

    /** How audit entries name the person. */
    public String actor() {
        return "person " + objectId;
    }

    boolean isSamePersonAs(SignedIn other) {
        return tenantId.equals(other.tenantId) && objectId.equals(other.objectId);
    }

    /** The same person, who keeps what was shown earlier. */
    SignedIn administering(Optional<String> host) {
        return new SignedIn(tenantId, objectId, name, directoryRoles, homeRoles, host, signedInAt);
    }
}
