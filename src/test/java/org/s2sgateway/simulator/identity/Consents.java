package org.s2sgateway.simulator.identity;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The delegated permissions that an application was granted, tenant-wide or by a person for himself. Thread-safe. */
final class Consents {

    private record Consent(UUID tenantId, Optional<UUID> objectId, Permission permission) {}

    private final Set<Consent> all = ConcurrentHashMap.newKeySet();

    void byAdministrator(UUID tenantId) {
        List.of(Permission.values()).forEach(one -> all.add(new Consent(tenantId, Optional.empty(), one)));
    }

    void byPerson(UUID tenantId, UUID objectId, Set<Permission> permissions) {
        permissions.forEach(one -> all.add(new Consent(tenantId, Optional.of(objectId), one)));
    }

    boolean cover(UUID tenantId, UUID objectId, Set<Permission> permissions) {
        return permissions.stream()
                .allMatch(one -> all.contains(new Consent(tenantId, Optional.empty(), one))
                        || all.contains(new Consent(tenantId, Optional.of(objectId), one)));
    }

    boolean isByAdministrator(UUID tenantId) {
        return all.contains(new Consent(tenantId, Optional.empty(), Permission.IMPERSONATION));
    }

    void revokeImpersonation(UUID tenantId) {
        all.removeIf(one -> one.tenantId().equals(tenantId) && one.permission() == Permission.IMPERSONATION);
    }

    void revokeAll(UUID tenantId) {
        all.removeIf(one -> one.tenantId().equals(tenantId));
    }

    /** Puts back what is there now. */
    Runnable wayBack() {
        Set<Consent> then = Set.copyOf(all);
        return () -> {
            all.retainAll(then);
            all.addAll(then);
        };
    }
}
