package org.s2sgateway.simulator.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The time that a service principal made by consent takes to reach the token endpoint for client credentials
 * ("Designing for eventual consistency"). Until then that endpoint says in turn one and the other thing that Entra ID
 * says. Thread-safe.
 */
final class Propagation {

    private record Place(UUID clientId, UUID tenantId) {}

    private record Delay(Instant until, AtomicInteger questions) {}

    private final Clock clock;
    private final Map<Place, Delay> delays = new ConcurrentHashMap<>();
    private volatile Duration duration = Duration.ZERO;

    Propagation(Clock clock) {
        this.clock = clock;
    }

    void duration(Duration wanted) {
        duration = wanted;
    }

    void start(Application application, DirectoryTenant tenant) {
        delays.put(place(application, tenant), new Delay(clock.instant().plus(duration), new AtomicInteger()));
    }

    void forget(Application application, DirectoryTenant tenant) {
        delays.remove(place(application, tenant));
    }

    void reset() {
        delays.clear();
        duration = Duration.ZERO;
    }

    /** Throws {@link EntraRefusal} while the service principal has not arrived. */
    void check(Application application, DirectoryTenant tenant) {
        Delay delay = delays.get(place(application, tenant));
        if (delay != null && clock.instant().isBefore(delay.until())) {
            throw delay.questions().getAndIncrement() % 2 == 0
                    ? EntraRefusal.unknownApplication(application.clientId().toString(), tenant.name())
                    : EntraRefusal.missingServicePrincipal(application, tenant);
        }
    }

    private static Place place(Application application, DirectoryTenant tenant) {
        return new Place(application.clientId(), tenant.id());
    }
}
