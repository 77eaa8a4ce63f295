package org.s2sgateway.tenant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/** The tenant of the registration itself, which is in the registry from the start, consented. Thread-safe. */
@ApplicationScoped
public class HomeTenant {

    @Inject
    Tenants tenants;

    /** Adds the tenant where it is missing. May run again, and on several nodes at once. Not inside a transaction. */
    public void ensure(UUID tenantId, String name) {
        try {
            tenants.home(tenantId, name);
        } catch (RuntimeException lostOrBroken) {
            // Another node was faster, or the database is broken: the second attempt tells which.
            tenants.home(tenantId, name);
        }
    }
}
