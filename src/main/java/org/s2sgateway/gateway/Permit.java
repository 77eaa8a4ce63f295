package org.s2sgateway.gateway;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.dataverse.HeaderPolicy;
import org.s2sgateway.gateway.OpenEnvironments.Destination;
import org.s2sgateway.grants.Grant;
import org.s2sgateway.grants.ImpersonationMode;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;

/**
 * What a consumer may do in one call, before anybody looks at the request itself: its app roles say so, and its grant
 * where it has one. Immutable.
 *
 * @param callerHas its app roles
 * @param user for whom its token was issued, if for a person
 * @param grant null where its roles alone say what it may
 */
record Permit(
        String consumer, Predicate<String> callerHas, Optional<UUID> user, UUID homeTenant, @Nullable Grant grant) {

    /** Who can change what a grant says. */
    String remedy() {
        return " Whoever holds the app role Tenants.Manage can change the grant: PUT /api/grants/" + consumer + ".";
    }

    /** The header by which a request acts as another user, or none; refuses what is not permitted or not clear. */
    Map<String, List<String>> impersonation(Map<String, List<String>> headers) {
        if (grant == null || grant.impersonation() == ImpersonationMode.EXPLICIT) {
            return Impersonation.judge(headers, callerHas);
        }
        if (headers.keySet().stream().anyMatch(HeaderPolicy::impersonates)) {
            throw new Refusal(
                    ProblemType.IMPERSONATION_NOT_PERMITTED,
                    "The grant of " + consumer
                            + " does not let it name the user as whom it acts; its impersonation is \""
                            + grant.impersonation().text() + "\" and not \"explicit\"." + remedy());
        }
        return grant.impersonation() == ImpersonationMode.NONE
                ? Map.of()
                : Map.of(Impersonation.BY_OBJECT_ID, List.of(requireUser().toString()));
    }

    private UUID requireUser() {
        return user.orElseThrow(() -> new Refusal(
                ProblemType.IMPERSONATION_NOT_PERMITTED,
                "The grant of " + consumer
                        + " lets it act only as the user who calls: the token has to be a user's, with"
                        + " scp and oid, and not the application's." + remedy()));
    }

    /** Refuses headers by which Dataverse leaves out somebody's custom logic. */
    void requireLogic(Map<String, List<String>> headers) {
        if (grant != null && !grant.bypass() && headers.keySet().stream().anyMatch(HeaderPolicy::bypassesLogic)) {
            throw new Refusal(
                    ProblemType.NOT_PERMITTED,
                    "A MSCRM.Bypass header needs a grant with \"bypass\": true, which that of " + consumer + " is not."
                            + remedy());
        }
    }

    /** Refuses who is not given the application's tokens. */
    void requireTokens() {
        if (grant != null && !grant.tokens()) {
            throw new Refusal(
                    ProblemType.NOT_PERMITTED,
                    "A token is handed out only with \"tokens\": true in the grant, which that of " + consumer
                            + " does not say." + remedy());
        }
    }

    /** Refuses an environment that the grant does not cover. */
    void enter(Destination environment) {
        if (grant == null) {
            return;
        }
        if (!grant.covers(environment.tenantId().toString(), environment.host())) {
            throw new Refusal(
                    ProblemType.NOT_PERMITTED,
                    "The grant of " + consumer + " does not cover this environment of the tenant "
                            + environment.tenantId() + "." + remedy());
        }
        if (grant.impersonation() == ImpersonationMode.CALLER
                && !environment.tenantId().equals(homeTenant)) {
            throw new Refusal(
                    ProblemType.IMPERSONATION_NOT_PERMITTED,
                    "The grant of " + consumer + " lets it act only as the user who calls, and users of the home tenant"
                            + " are none of the tenant " + environment.tenantId() + "." + remedy());
        }
    }
}
