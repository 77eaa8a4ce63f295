package org.s2sgateway.grants;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.s2sgateway.tenant.Environment;
import org.s2sgateway.tenant.Environments;

/** Which environments a consumer can reach, as far as its grant is concerned and the environments are open. Thread-safe. */
@ApplicationScoped
public class Reach {

    private static final int AT_ONCE = 200;

    @Inject
    AccessDefault accessDefault;

    @Inject
    GrantsInForce grants;

    @Inject
    Environments environments;

    /** At most {@code limit} environments behind the given host, in the order of hosts. */
    public List<Environment> after(String consumer, String host, int limit) {
        Optional<Grant> grant = grants.find(consumer);
        if (grant.isEmpty()) {
            return accessDefault == AccessDefault.DENY ? List.of() : environments.reachableAfter(host, limit);
        }
        List<Environment> covered = new ArrayList<>();
        String last = host;
        List<Environment> some;
        do {
            some = environments.reachableAfter(last, AT_ONCE);
            for (Environment environment : some) {
                last = environment.host().value();
                if (grant.get().covers(environment.tenantId().toString(), environment.host())) {
                    covered.add(environment);
                }
            }
        } while (some.size() == AT_ONCE && covered.size() < limit);
        return covered.subList(0, Math.min(limit, covered.size()));
    }
}
