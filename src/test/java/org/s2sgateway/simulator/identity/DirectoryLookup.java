package org.s2sgateway.simulator.identity;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Finds what a request names; where it is not there, throws the {@link EntraRefusal} that says so. */
final class DirectoryLookup {

    private final Directory directory;

    DirectoryLookup(Directory directory) {
        this.directory = directory;
    }

    DirectoryTenant tenant(String segment) {
        return directory.tenant(segment).orElseThrow(() -> {
            boolean plausible = segment.contains(".") || Authorities.isGuid(segment);
            return plausible ? EntraRefusal.unknownTenant(segment) : EntraRefusal.notATenant(segment);
        });
    }

    /** @param place where it is looked for, as the refusal says it */
    Application application(String clientId, String place) {
        return Optional.of(clientId)
                .filter(Authorities::isGuid)
                .flatMap(id -> directory.application(UUID.fromString(id)))
                .orElseThrow(() -> EntraRefusal.unknownApplication(clientId, place));
    }

    ServicePrincipal principal(Application application, DirectoryTenant tenant) {
        ServicePrincipal principal = application.principal(tenant.id()).orElseThrow(() -> {
            return application.wasRemovedFrom(tenant.id())
                    ? EntraRefusal.missingServicePrincipal(application, tenant)
                    : EntraRefusal.unknownApplication(application.clientId().toString(), tenant.name());
        });
        if (!principal.enabled()) {
            throw EntraRefusal.disabledApplication(application);
        }
        return principal;
    }

    static String parameter(Map<String, String> fields, String name) {
        String value = fields.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw EntraRefusal.missingParameter(name);
        }
        return value;
    }
}
