package org.s2sgateway.audit;

import jakarta.persistence.EntityManager;

/** Audit events outside a container: transactions are the test's. */
public final class TestAuditEvents {

    private TestAuditEvents() {}

    public static AuditEvents with(EntityManager entityManager) {
        var events = new AuditEvents();
        events.entityManager = entityManager;
        return events;
    }
}
