package org.s2sgateway.isolation;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A consumer, and the whole of what it may do as far as the calls touch it.
 *
 * @param bearer its access token for the gateway
 * @param sites names of the environments it reaches
 * @param reads entity sets it may read there
 * @param writes entity sets in which it may create and delete rows there
 */
record Consumer(
        String name,
        String clientId,
        Supplier<String> bearer,
        Set<String> sites,
        Set<String> reads,
        Set<String> writes,
        Set<Right> rights) {

    /** What is not of a table. */
    enum Right {
        /** Its token is one of the gateway's consumers' at all; without it everything is 401. */
        KNOWN,
        /** The app role {@code Dataverse.Access}. */
        DATAVERSE,
        WHO_AM_I,
        IMPERSONATE,
        /** Is handed tokens of the environments it reaches. */
        TOKENS,
        /** The app role {@code Tenants.Read}, or one that brings it. */
        REGISTRY
    }

    Consumer {
        sites = Set.copyOf(sites);
        reads = Set.copyOf(reads);
        writes = Set.copyOf(writes);
        rights = Set.copyOf(rights);
    }

    boolean may(Right right) {
        return rights.contains(right);
    }

    /** Whether calls of it get into the environment. */
    boolean reaches(Site site) {
        return may(Right.DATAVERSE) && sites.contains(site.name());
    }

    /** Whether it may call every environment that there is, and so learns which there are not. */
    boolean reachesAll(List<Site> all) {
        return all.stream().allMatch(this::reaches);
    }

    boolean reads(Site site, Table table) {
        return reaches(site) && reads.contains(table.entitySet());
    }
}
