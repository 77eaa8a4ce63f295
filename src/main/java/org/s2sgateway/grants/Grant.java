package org.s2sgateway.grants;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.s2sgateway.settings.Guid;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * What one consumer may do. Whatever it does not say is not granted. Tables are entity sets, as in a URL; {@link #ALL}
 * stands for every tenant, environment, table or operation. Immutable and thread-safe.
 *
 * @param consumer the client id; a GUID is kept in lower case
 * @param tenants ids in lower case, or {@link #ALL}
 * @param environments hosts in their canonical form, or {@link #ALL}
 * @param tables the verbs by table
 * @param actions simple names of functions and actions
 * @param tokens whether access tokens are handed out
 * @param bypass whether custom logic may be bypassed
 */
public record Grant(
        String consumer,
        Set<String> tenants,
        Set<String> environments,
        Map<String, Set<Verb>> tables,
        ImpersonationMode impersonation,
        Set<String> actions,
        boolean tokens,
        boolean bypass) {

    /** Stands for everything of a kind. */
    public static final String ALL = "*";

    /** How many tenants, environments, tables or actions a grant may name, each. */
    public static final int MOST = 1_000;

    private static final Pattern CONSUMER = Pattern.compile("[0-9A-Za-z][0-9A-Za-z._~:/@-]{0,199}");
    private static final Pattern TENANT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][0-9A-Za-z_]{0,127}");

    /** @throws MalformedGrant naming a field that cannot be kept */
    public Grant {
        consumer = canonicalConsumer(consumer);
        tenants = Set.copyOf(tenants);
        environments = Set.copyOf(environments);
        Map<String, Set<Verb>> copy = new HashMap<>();
        tables.forEach((table, verbs) -> copy.put(table, Set.copyOf(verbs)));
        tables = Map.copyOf(copy);
        actions = Set.copyOf(actions);
        require(CONSUMER.matcher(consumer).matches(), "consumer", GrantFault.CONSUMER);
        someButNotTooMany("tenants", tenants);
        require(areAll(tenants, TENANT.asMatchPredicate()), "tenants", GrantFault.TENANTS);
        someButNotTooMany("environments", environments);
        require(
                areAll(environments, host -> canonical(host).equals(Optional.of(host))),
                "environments",
                GrantFault.ENVIRONMENTS);
        notTooMany("tables", tables.keySet());
        require(areAll(tables.keySet(), NAME.asMatchPredicate()), "tables", GrantFault.TABLES);
        tables.forEach(Grant::someVerbs);
        notTooMany("actions", actions);
        require(areAll(actions, NAME.asMatchPredicate()), "actions", GrantFault.ACTIONS);
    }

    /**
     * A grant as it is written; hosts of environments may be addresses.
     *
     * @throws MalformedGrant naming a field that cannot be kept
     */
    public static Grant of(
            String consumer,
            Collection<String> tenants,
            Collection<String> environments,
            Map<String, ? extends Collection<String>> tables,
            String impersonation,
            Collection<String> actions,
            boolean tokens,
            boolean bypass) {
        Map<String, Set<Verb>> verbs = new HashMap<>();
        tables.forEach((table, written) -> verbs.put(table, verbs(table, written)));
        return new Grant(
                consumer,
                Set.copyOf(tenants),
                hosts(environments),
                verbs,
                ImpersonationMode.find(impersonation)
                        .orElseThrow(() -> new MalformedGrant("impersonation", GrantFault.IMPERSONATION)),
                Set.copyOf(actions),
                tokens,
                bypass);
    }

    /** The one way to write a client id: a grant that was missed for the case of a letter would restrict nobody. */
    static String canonicalConsumer(String consumer) {
        return Guid.parse(consumer).map(UUID::toString).orElse(consumer);
    }

    /** Whether a text can be a client id, as a grant has it. */
    public static boolean isConsumer(String text) {
        return CONSUMER.matcher(text).matches() && canonicalConsumer(text).equals(text);
    }

    private static Set<Verb> verbs(String table, Collection<String> written) {
        return written.stream()
                .map(verb -> Verb.find(verb)
                        .orElseThrow(() -> new MalformedGrant("tables", GrantFault.VERBS, table + ": \"" + verb + '"')))
                .collect(Collectors.toSet());
    }

    private static Set<String> hosts(Collection<String> written) {
        return written.stream()
                .map(host -> host.equals(ALL)
                        ? ALL
                        : canonical(host)
                                .orElseThrow(() -> new MalformedGrant("environments", GrantFault.ENVIRONMENTS)))
                .collect(Collectors.toSet());
    }

    private static Optional<String> canonical(String host) {
        return EnvironmentHost.find(host).map(EnvironmentHost::value);
    }

    private static boolean areAll(Set<String> values, Predicate<String> valid) {
        return values.stream().allMatch(value -> value.equals(ALL) || valid.test(value));
    }

    private static void require(boolean kept, String field, GrantFault otherwise) {
        if (!kept) {
            throw new MalformedGrant(field, otherwise);
        }
    }

    private static void someVerbs(String table, Set<Verb> verbs) {
        if (verbs.isEmpty()) {
            throw new MalformedGrant("tables", GrantFault.VERBS, table);
        }
    }

    private static void someButNotTooMany(String field, Collection<String> values) {
        if (values.isEmpty()) {
            throw new MalformedGrant(field, GrantFault.NONE_NAMED);
        }
        notTooMany(field, values);
    }

    private static void notTooMany(String field, Collection<String> values) {
        if (values.size() > MOST) {
            throw new MalformedGrant(field, GrantFault.TOO_MANY, String.valueOf(MOST));
        }
    }

    /** Whether it is of use in an environment of a tenant. */
    public boolean covers(String tenantId, EnvironmentHost environment) {
        return has(tenants, tenantId) && names(environment);
    }

    /** Whether it counts at that host, as far as its tenant is covered, too. */
    public boolean names(EnvironmentHost environment) {
        return has(environments, environment.value());
    }

    /** Whether the rows of a table may be used so; {@link #ALL} asks for all tables. */
    public boolean allows(String table, Verb verb) {
        return verbs(table).contains(verb) || verbs(ALL).contains(verb);
    }

    /** Whether a function or an action may be called, by its simple name. */
    public boolean allowsOperation(String name) {
        return has(actions, name);
    }

    /** Whether there is nothing in an environment that it does not allow, so that no request needs to be judged. */
    public boolean isUnrestricted() {
        return verbs(ALL).containsAll(List.of(Verb.values())) && actions.contains(ALL);
    }

    /** Whether there is anything that it allows: then it is no secret what there is, either. */
    boolean allowsAnything() {
        return !tables.isEmpty() || !actions.isEmpty();
    }

    private Set<Verb> verbs(String table) {
        return tables.getOrDefault(table, Set.of());
    }

    private static boolean has(Set<String> granted, String wanted) {
        return granted.contains(ALL) || granted.contains(wanted);
    }
}
