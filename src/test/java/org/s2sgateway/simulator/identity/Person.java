package org.s2sgateway.simulator.identity;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;

/**
 * Somebody with an account in a home tenant, who may be a guest elsewhere.
 *
 * @param directoryRoles template ids of the roles in the home tenant; a guest has none
 * @param label what the account page says of the person, such as {@code Global Administrator}
 */
public record Person(
        String userPrincipalName, String name, DirectoryTenant home, Set<UUID> directoryRoles, String label) {

    public Person {
        directoryRoles = Set.copyOf(directoryRoles);
    }

    /** The object id in the home tenant. */
    public UUID objectId() {
        return objectIdIn(home);
    }

    /** The object id in a tenant, where a guest has another one than at home. */
    public UUID objectIdIn(DirectoryTenant tenant) {
        return objectId(userPrincipalName, tenant.id());
    }

    /** Always the same for the same person and tenant, so that Dataverse's side can know it, too. */
    public static UUID objectId(String userPrincipalName, UUID tenantId) {
        return UUID.nameUUIDFromBytes((userPrincipalName + " in " + tenantId).getBytes(StandardCharsets.UTF_8));
    }
}
