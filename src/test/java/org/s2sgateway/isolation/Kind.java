package org.s2sgateway.isolation;

/** What calls there are, and how often each is tried. */
enum Kind {
    READ(20),
    ROW(12),
    ROW_OF_ANOTHER_ENVIRONMENT(4),
    PAGES(10),
    ANOTHERS_LINK(8),
    LINK_ELSEWHERE(3),
    WHO_AM_I(8),
    IMPERSONATED(6),
    IMPERSONATION_REFUSED(3),
    BATCH(8),
    BATCH_REFUSED(4),
    CREATE(5),
    TABLE_REFUSED(6),
    WRITE_REFUSED(3),
    ENVIRONMENT_REFUSED(6),
    ENVIRONMENT_CLOSED(3),
    ENVIRONMENT_UNKNOWN(2),
    ENVIRONMENTS(5),
    TENANTS(3),
    TENANT_EVENTS(2),
    ANOTHERS_CURSOR(4),
    TOKEN(3),
    BAD_BEARER(4),
    CANCELLED(5),
    LEARNING(0);

    private final int weight;

    Kind(int weight) {
        this.weight = weight;
    }

    int weight() {
        return weight;
    }
}
