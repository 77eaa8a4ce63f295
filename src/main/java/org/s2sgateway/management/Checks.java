package org.s2sgateway.management;

import java.util.function.Supplier;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.readiness.ChecksAtOnce;

/** Runs a check of an environment that somebody asked for over the API. */
final class Checks {

    private Checks() {}

    /** What the check gives; refused with 503 where too many are under way, with 409 where others changed the same. */
    static <T> T run(ChecksAtOnce checks, Supplier<T> check) {
        return checks.run(() -> Conflicts.refused(check)).orElseThrow(() -> new Refusal(
                        ProblemType.BUSY,
                        "As many checks of environments are under way as this gateway allows; try again.")
                .withHeader("Retry-After", "5"));
    }
}
