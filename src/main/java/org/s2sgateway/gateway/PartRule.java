package org.s2sgateway.gateway;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.s2sgateway.odata.BodyFilter;

/**
 * Whether the caller may make the requests of one batch, told one after the other. What it throws, a {@link
 * org.s2sgateway.problem.Refusal}, is the answer to the whole batch.
 */
interface PartRule {

    /**
     * The header by which a request acts as another user, or none.
     *
     * @param headers all that could say so
     */
    Map<String, List<String>> impersonation(Map<String, List<String>> headers);

    /** Judges a request; what its body then has to pass on its way, or nothing. */
    Optional<BodyFilter> judge(BatchPart part);
}
