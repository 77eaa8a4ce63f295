package org.s2sgateway.simulator.identity;

import java.util.Set;
import java.util.UUID;

/** What consent makes of an application in a tenant; the roles are those of the gateway's API assigned there. */
public record ServicePrincipal(UUID objectId, Set<String> roles, boolean enabled) {

    public ServicePrincipal {
        roles = Set.copyOf(roles);
    }
}
