package org.s2sgateway.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.tenant.EnvironmentStatus;
import org.s2sgateway.tenant.Environments;
import org.s2sgateway.tenant.RegistryChange;
import org.s2sgateway.tenant.TenantStatus;
import org.s2sgateway.tenant.Tenants;

/**
 * Which environments calls may go to at this moment. What the registry says of an environment is kept for a second, so
 * that a busy one costs no query for each call: a change that this node makes counts at once, one that another node makes
 * after a second at the latest. Thread-safe.
 */
@ApplicationScoped
public class OpenEnvironments {

    private static final Duration KEPT = Duration.ofSeconds(1);
    private static final int MOST_KEPT = 10_000;

    @Inject
    Environments environments;

    @Inject
    Tenants tenants;

    private final AtomicLong changes = new AtomicLong();

    private final Cache<EnvironmentHost, Known> kept = Caffeine.newBuilder()
            .expireAfterWrite(KEPT)
            .maximumSize(MOST_KEPT)
            // Housekeeping in the calling thread: the common pool has no business in a container.
            .executor(Runnable::run)
            .build();

    /** Where calls to an environment go, and for whom. */
    record Destination(EnvironmentHost host, UUID tenantId) {}

    /** @param asOf how many changes there had been before it was read */
    private record Known(Destination destination, EnvironmentStatus environment, TenantStatus tenant, long asOf) {}

    void changed(@Observes(during = TransactionPhase.AFTER_COMPLETION) RegistryChange change) {
        // Who is reading at this moment may have read what was before, and finds out by the number.
        changes.incrementAndGet();
    }

    /**
     * The environment of that host, of which nothing is said to who may not enter it. Pending and degraded ones are open
     * too: that they do not work yet, or no longer, is what a call would find out.
     */
    Destination require(EnvironmentHost host, Permit permit) {
        Optional<Known> found = permit.names(host) ? known(host) : Optional.empty();
        permit.enter(host, found.map(it -> it.destination().tenantId()));
        Known known = found.orElseThrow(() -> unknown(host));
        if (known.environment() == EnvironmentStatus.DISABLED) {
            throw new Refusal(
                    ProblemType.ENVIRONMENT_DISABLED,
                    "The environment " + host.value()
                            + " is disabled here; an operator of the gateway can activate it.");
        }
        if (known.tenant() == TenantStatus.SUSPENDED) {
            throw new Refusal(
                    ProblemType.TENANT_SUSPENDED,
                    "The tenant " + known.destination().tenantId()
                            + " is suspended here; an operator of the gateway can lift the suspension.");
        }
        if (known.tenant() != TenantStatus.CONSENTED) {
            throw new Refusal(
                    ProblemType.CONSENT_REQUIRED,
                    "The tenant " + known.destination().tenantId()
                            + " has not consented to this application; an administrator of that tenant has to.");
        }
        return known.destination();
    }

    private Optional<Known> known(EnvironmentHost host) {
        Optional<Known> known = Optional.ofNullable(kept.getIfPresent(host)).filter(it -> it.asOf() == changes.get());
        if (known.isPresent()) {
            return known;
        }
        Optional<Known> read = read(host);
        read.ifPresent(it -> kept.put(host, it));
        return read;
    }

    private Optional<Known> read(EnvironmentHost host) {
        long asOf = changes.get();
        return environments.find(host).flatMap(environment -> tenants.find(environment.tenantId())
                .map(tenant -> new Known(
                        new Destination(environment.host(), environment.tenantId()),
                        environment.status(),
                        tenant.status(),
                        asOf)));
    }

    private static Refusal unknown(EnvironmentHost host) {
        return new Refusal(
                ProblemType.UNKNOWN_ENVIRONMENT,
                "No environment " + host.value()
                        + " is registered here. GET /api/environments lists those that can be called; an operator of the"
                        + " gateway registers another one with POST /api/tenants/{tenantId}/environments.");
    }
}
