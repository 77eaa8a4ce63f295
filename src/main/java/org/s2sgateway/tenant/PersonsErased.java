package org.s2sgateway.tenant;

import java.util.UUID;

/**
 * What is known of a tenant's persons is to be gone with the end of the transaction in which this event is fired: whoever
 * keeps any of it deletes it then. The tenant is off-boarded, so that nothing needs it any more.
 */
public record PersonsErased(UUID tenantId) {}
