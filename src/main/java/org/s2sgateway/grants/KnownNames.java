package org.s2sgateway.grants;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.s2sgateway.dataverse.EnvironmentModels;
import org.s2sgateway.odata.EdmModel;
import org.s2sgateway.tenant.AllowedHosts;
import org.s2sgateway.tenant.Environment;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.tenant.Environments;

/**
 * Holds the names in a grant against what there can be: hosts against those that are allowed, tables and operations
 * against what there is in the environments that it covers. What is unknown grants nothing, so that this is no protection
 * but help against typing errors: where a grant covers more than ten environments, or one of which nobody knows at the
 * moment what there is in it, nothing is said of tables and operations. Thread-safe.
 */
@ApplicationScoped
public class KnownNames {

    private static final int MOST = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Inject
    Environments environments;

    @Inject
    EnvironmentModels models;

    @Inject
    AllowedHosts allowedHosts;

    /**
     * Refuses a grant that names what there cannot be; waits some seconds at most. Tenants and environments that are not
     * registered yet may be named.
     *
     * @throws MalformedGrant naming the field
     */
    public void require(Grant grant) {
        first(grant.environments(), host -> !allowedHosts.allows(new EnvironmentHost(host)))
                .ifPresent(host -> {
                    throw new MalformedGrant("environments", GrantFault.UNKNOWN_HOST, host);
                });
        List<EdmModel> known = models(grant);
        if (known.isEmpty()) {
            return;
        }
        unknown(grant.tables().keySet(), known, (model, table) -> model.typeOfSet(table)
                        .isPresent())
                .ifPresent(table -> {
                    throw new MalformedGrant("tables", GrantFault.UNKNOWN_TABLE, table);
                });
        unknown(grant.actions(), known, (model, action) -> !model.operations(action)
                        .isEmpty())
                .ifPresent(action -> {
                    throw new MalformedGrant("actions", GrantFault.UNKNOWN_OPERATION, action);
                });
    }

    /** What there is in each environment that the grant covers; empty where that is not known of all of them. */
    private List<EdmModel> models(Grant grant) {
        List<Environment> covered = covered(grant);
        if (covered.size() > MOST) {
            return List.of();
        }
        List<EdmModel> known = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Environment environment : covered) {
            Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            Optional<EdmModel> model = models.within(environment.tenantId(), environment.host(), left);
            if (model.isEmpty()) {
                return List.of();
            }
            known.add(model.get());
        }
        return known;
    }

    private static Optional<String> unknown(
            Collection<String> names, List<EdmModel> models, BiPredicate<EdmModel, String> has) {
        return first(names, name -> models.stream().noneMatch(model -> has.test(model, name)));
    }

    private static Optional<String> first(Collection<String> names, Predicate<String> wrong) {
        return names.stream()
                .filter(name -> !name.equals(Grant.ALL) && wrong.test(name))
                .min(Comparator.naturalOrder());
    }

    private List<Environment> covered(Grant grant) {
        Set<String> hosts = grant.environments();
        Stream<Environment> named = hosts.contains(Grant.ALL)
                ? environments.after("", MOST + 1).stream()
                : hosts.stream().limit(MOST + 1).flatMap(host -> environments.find(new EnvironmentHost(host)).stream());
        List<Environment> found = named.toList();
        return found.size() > MOST
                ? found
                : found.stream()
                        .filter(it -> grant.covers(it.tenantId().toString(), it.host()))
                        .toList();
    }
}
