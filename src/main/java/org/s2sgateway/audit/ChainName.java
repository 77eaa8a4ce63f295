package org.s2sgateway.audit;

import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import org.jspecify.annotations.Nullable;

/**
 * Which chain: a tenant's, or that of what concerns none.
 *
 * @param tenantId as it stands in the database; absent for no tenant
 */
record ChainName(@Nullable String tenantId) {

    /** From the id that the chain's row has. */
    static ChainName of(String chain) {
        return new ChainName(chain.equals(ChainHead.NO_TENANT) ? null : chain);
    }

    /** The id of the chain's row; of an event that was given the other chain's id for a tenant's, one that no row has. */
    String chain() {
        if (tenantId == null) {
            return ChainHead.NO_TENANT;
        }
        return tenantId.equals(ChainHead.NO_TENANT) ? "a tenant called none" : tenantId;
    }

    /** What holds for an event {@code e} of this chain; {@link #bound} fills it in. */
    String condition() {
        return tenantId == null ? "e.tenantId is null" : "e.tenantId = :tenantId";
    }

    <T> TypedQuery<T> bound(TypedQuery<T> query) {
        return tenantId == null ? query : query.setParameter("tenantId", tenantId);
    }

    Query bound(Query query) {
        return tenantId == null ? query : query.setParameter("tenantId", tenantId);
    }
}
