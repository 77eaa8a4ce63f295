package org.s2sgateway.it;

import org.junit.jupiter.api.Test;
import org.s2sgateway.isolation.LocalRun;

/** Nothing crosses between consumers and tenants: 5,000 mixed calls at a server of its own with four tenants. */
class IsolationIT {

    private static final int CALLS = 5_000;
    private static final long SEED = 20_261_122;

    @Test
    void nothingCrossesBetweenConsumersAndTenants() throws Exception {
        LocalRun.mustFindNothing(CALLS, SEED);
    }
}
