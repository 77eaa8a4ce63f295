package org.s2sgateway.tenant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.UUID;
import org.s2sgateway.audit.AuditEntry;
import org.s2sgateway.audit.AuditEvents;

/**
 * Remembers changes of the registry, and tells of them whoever keeps what was read from it. Nobody on another node of a
 * cluster is told. Thread-safe.
 */
@ApplicationScoped
public class RegistryChanges {

    @Inject
    AuditEvents auditEvents;

    @Inject
    Event<RegistryChange> told;

    @Inject
    Event<PersonsErased> erased;

    /** In the transaction that makes the change. */
    void record(AuditEntry change) {
        auditEvents.record(change);
        told.fire(new RegistryChange());
    }

    /** In the transaction that is under way: the persons of every event of the tenant until then, and what others keep. */
    void erasePersons(UUID tenantId, String actor) {
        erased.fire(new PersonsErased(tenantId));
        auditEvents.erasePersons(tenantId, actor);
    }
}
