package org.s2sgateway.grants;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.s2sgateway.dataverse.EnvironmentModels;
import org.s2sgateway.odata.EdmModel;
import org.s2sgateway.tenant.Environment;
import org.s2sgateway.tenant.EnvironmentHost;
import org.s2sgateway.tenant.Environments;

/**
 * Holds the tables of a grant against what there is in the environments that it covers. A table that is unknown grants
 * nothing, so that this is no protection but help against typing errors: where a grant covers more than ten environments,
 * or one whose tables cannot be told at the moment, nothing is said. Thread-safe.
 */
@ApplicationScoped
public class KnownTables {

    private static final int MOST = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Inject
    Environments environments;

    @Inject
    EnvironmentModels models;

    /**
     * Refuses a grant with a table that none of its environments has, if that is known; waits some seconds at most.
     *
     * @throws MalformedGrant naming the table
     */
    public void mustKnow(Grant grant) {
        unknown(grant).ifPresent(table -> {
            throw new MalformedGrant("tables", GrantFault.UNKNOWN_TABLE, table);
        });
    }

    private Optional<String> unknown(Grant grant) {
        List<Environment> covered = covered(grant);
        if (covered.isEmpty() || covered.size() > MOST) {
            return Optional.empty();
        }
        List<EdmModel> known = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Environment environment : covered) {
            Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            Optional<EdmModel> model = models.within(environment.tenantId(), environment.host(), left);
            if (model.isEmpty()) {
                return Optional.empty();
            }
            known.add(model.get());
        }
        return grant.tables().keySet().stream()
                .filter(table -> !table.equals(Grant.ALL))
                .filter(table ->
                        known.stream().allMatch(model -> model.typeOfSet(table).isEmpty()))
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
