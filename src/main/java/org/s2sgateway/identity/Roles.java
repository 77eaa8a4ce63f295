package org.s2sgateway.identity;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The app roles of the registration, as the contract names them. They are compared exactly, upper and lower case
 * included: a role that is nearly right is another role.
 */
public final class Roles {

    /** May call Dataverse through the gateway. */
    public static final String DATAVERSE_ACCESS = "Dataverse.Access";
    /** May name the user on whose behalf it calls. */
    public static final String DATAVERSE_IMPERSONATE = "Dataverse.Impersonate";
    /** May read the registry and its events. */
    public static final String TENANTS_READ = "Tenants.Read";
    /** May change the registry. */
    public static final String TENANTS_MANAGE = "Tenants.Manage";
    /** May be given an environment's token itself. */
    public static final String TOKENS_ISSUE = "Tokens.Issue";
    /** Staff who run the gateway; brings {@link #TENANTS_READ} and {@link #TENANTS_MANAGE} with it. */
    public static final String GATEWAY_OPERATOR = "Gateway.Operator";
    /** Staff who look only; brings {@link #TENANTS_READ} with it. */
    public static final String GATEWAY_AUDITOR = "Gateway.Auditor";

    private static final Map<String, Set<String>> IMPLIED =
            Map.of(GATEWAY_OPERATOR, Set.of(TENANTS_READ, TENANTS_MANAGE), GATEWAY_AUDITOR, Set.of(TENANTS_READ));

    private static final Set<String> ALL = Set.of(
            DATAVERSE_ACCESS,
            DATAVERSE_IMPERSONATE,
            TENANTS_READ,
            TENANTS_MANAGE,
            TOKENS_ISSUE,
            GATEWAY_OPERATOR,
            GATEWAY_AUDITOR);

    private Roles() {}

    /** Those of the given roles that mean anything here. */
    static Set<String> known(Set<String> given) {
        return given.stream().filter(ALL::contains).collect(Collectors.toUnmodifiableSet());
    }

    /** The given roles and those that they bring with them. */
    static Set<String> expanded(Set<String> given) {
        Set<String> all = new HashSet<>(given);
        given.forEach(role -> all.addAll(IMPLIED.getOrDefault(role, Set.of())));
        return Set.copyOf(all);
    }
}
