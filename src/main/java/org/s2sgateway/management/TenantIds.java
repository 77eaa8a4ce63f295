package org.s2sgateway.management;

import java.util.UUID;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.settings.Guid;

/** The ids of tenants as callers write them. */
final class TenantIds {

    private TenantIds() {}

    /** The id in the path. */
    static UUID inPath(String text) {
        return parse("The tenant id in the path", text);
    }

    /** The id at a place of the request; refused with 400 and the name of its place when it is malformed. */
    static UUID parse(String place, String text) {
        return Guid.parse(text)
                .orElseThrow(() -> new Refusal(
                        ProblemType.BAD_REQUEST,
                        place + " has to be a GUID like c0a00000-0000-4000-8000-000000000001"));
    }
}
