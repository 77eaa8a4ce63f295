package org.s2sgateway.gateway;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.dataverse.HeaderPolicy;
import org.s2sgateway.grants.Grant;
import org.s2sgateway.grants.ImpersonationMode;
import org.s2sgateway.identity.Roles;
import org.s2sgateway.problem.ProblemType;
import org.s2sgateway.problem.Refusal;
import org.s2sgateway.tenant.EnvironmentHost;

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

    /**
     * The refusal of what the grant does not say.
     *
     * @param what in a few words, for the audit
     * @param sentence the same to the caller, in words that go on behind "The grant of orders"
     */
    Refusal lacks(String what, String sentence) {
        return lacks(ProblemType.NOT_PERMITTED, what, sentence);
    }

    private Refusal lacks(ProblemType type, String what, String sentence) {
        return new Refusal(
                        type,
                        "The grant of " + consumer + " " + sentence + " An operator can add it: PUT /api/grants/"
                                + consumer + " with all that the grant is to say (app role " + Roles.TENANTS_MANAGE
                                + ").")
                .lacking(what);
    }

    /** The refusal of who needs a grant and has none. */
    static Refusal hasNone(String consumer) {
        return new Refusal(
                        ProblemType.NOT_PERMITTED,
                        consumer + " has no grant, and without one nobody reaches data here."
                                + " An operator can give it one: PUT /api/grants/" + consumer + " (app role "
                                + Roles.TENANTS_MANAGE + ").")
                .lacking("a grant");
    }

    /** The header by which a request acts as another user, or none; refuses what is not permitted or not clear. */
    Map<String, List<String>> impersonation(Map<String, List<String>> headers) {
        if (grant == null || grant.impersonation() == ImpersonationMode.EXPLICIT) {
            return Impersonation.judge(headers, callerHas);
        }
        if (headers.keySet().stream().anyMatch(HeaderPolicy::impersonates)) {
            throw lacks(
                    ProblemType.IMPERSONATION_NOT_PERMITTED,
                    "impersonation explicit",
                    "lacks \"impersonation\": \"explicit\", which a request needs that names a user to act as; it has \""
                            + grant.impersonation().text() + "\".");
        }
        return grant.impersonation() == ImpersonationMode.NONE
                ? Map.of()
                : Map.of(Impersonation.BY_OBJECT_ID, List.of(requireUser().toString()));
    }

    private UUID requireUser() {
        return user.orElseThrow(() -> lacks(
                ProblemType.IMPERSONATION_NOT_PERMITTED,
                "a user's token, or another impersonation than caller",
                "has \"impersonation\": \"caller\", so that the token has to be a user's, with scp and oid; this is an"
                        + " application's, for which the grant lacks \"none\" or \"explicit\"."));
    }

    /** Refuses headers by which Dataverse leaves out somebody's custom logic. */
    void requireLogic(Map<String, List<String>> headers) {
        if (grant != null && !grant.bypass() && headers.keySet().stream().anyMatch(HeaderPolicy::bypassesLogic)) {
            throw lacks("bypass", "lacks \"bypass\": true, which MSCRM.Bypass headers need.");
        }
    }

    /** Refuses who is not given the application's tokens. */
    void requireTokens() {
        if (grant != null && !grant.tokens()) {
            throw lacks("tokens", "lacks \"tokens\": true, without which no token is handed out.");
        }
    }

    /** Whether the grant says anything of that host: else there is nothing to be looked up. */
    boolean names(EnvironmentHost host) {
        return grant == null || grant.names(host);
    }

    /**
     * Refuses an environment that the grant does not cover. One that is not registered is of no tenant: whoever is given
     * some only does not learn which others there are, but for hosts that the grant itself names.
     */
    void enter(EnvironmentHost host, Optional<UUID> tenantId) {
        if (grant == null || (tenantId.isEmpty() && grant.environments().contains(host.value()))) {
            return;
        }
        if (!grant.covers(tenantId.map(UUID::toString).orElse(""), host)) {
            throw lacks(
                    "the environment",
                    "lacks this environment: its host in environments and its tenant in tenants, or * in their place.");
        }
        if (grant.impersonation() == ImpersonationMode.CALLER
                && tenantId.filter(it -> !it.equals(homeTenant)).isPresent()) {
            throw lacks(
                    ProblemType.IMPERSONATION_NOT_PERMITTED,
                    "another impersonation than caller",
                    "has \"impersonation\": \"caller\", and users of the home tenant are none of the tenant "
                            + tenantId.get() + "; for its environments it lacks \"none\" or \"explicit\".");
        }
    }
}
