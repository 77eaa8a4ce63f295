package org.s2sgateway.grants;

import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * What one consumer may do. Whatever it does not say is not granted. Tables are entity sets, as in a URL; {@link #ALL}
 * stands for every tenant, environment, table or operation. Immutable and thread-safe.
 *
 * @param consumer the client id
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

    public Grant {
        tenants = Set.copyOf(tenants);
        environments = Set.copyOf(environments);
        Map<String, Set<Verb>> copy = new LinkedHashMap<>();
        tables.forEach((table, verbs) -> copy.put(table, Set.copyOf(verbs)));
        tables = Map.copyOf(copy);
        actions = Set.copyOf(actions);
    }

    /**
     * A grant as it is written.
     *
     * @throws MalformedGrant naming the first field that cannot be kept
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
        if (!CONSUMER.matcher(consumer).matches()) {
            throw new MalformedGrant(
                    "consumer", "The client id has up to 200 letters, digits and signs of \"._~:/@-\".");
        }
        return new Grant(
                consumer,
                tenants(tenants),
                environments(environments),
                tables(tables),
                ImpersonationMode.find(impersonation)
                        .orElseThrow(() -> new MalformedGrant(
                                "impersonation", "Impersonation is one of \"none\", \"explicit\" and \"caller\".")),
                actions(actions),
                tokens,
                bypass);
    }

    private static Set<String> tenants(Collection<String> tenants) {
        someButNotTooMany("tenants", tenants);
        for (String tenant : tenants) {
            if (!tenant.equals(ALL) && !TENANT.matcher(tenant).matches()) {
                throw new MalformedGrant(
                        "tenants", "Tenants are named by their id, a GUID in lower case, or by \"*\".");
            }
        }
        return Set.copyOf(tenants);
    }

    private static Set<String> environments(Collection<String> environments) {
        someButNotTooMany("environments", environments);
        Set<String> hosts = new LinkedHashSet<>();
        for (String environment : environments) {
            hosts.add(environment.equals(ALL) ? ALL : host(environment));
        }
        return hosts;
    }

    private static String host(String environment) {
        return EnvironmentHost.find(environment)
                .map(EnvironmentHost::value)
                .orElseThrow(() -> new MalformedGrant(
                        "environments",
                        "Environments are named by their host, as contoso.crm4.dynamics.com, or by \"*\"."));
    }

    private static Map<String, Set<Verb>> tables(Map<String, ? extends Collection<String>> tables) {
        notTooMany("tables", tables.keySet());
        Map<String, Set<Verb>> parsed = new LinkedHashMap<>();
        tables.forEach((table, verbs) -> {
            if (!table.equals(ALL) && !NAME.matcher(table).matches()) {
                throw new MalformedGrant("tables", "Tables are named by their entity set, as in a URL, or by \"*\".");
            }
            parsed.put(table, verbs(verbs));
        });
        return parsed;
    }

    private static Set<Verb> verbs(Collection<String> verbs) {
        Set<Verb> parsed = EnumSet.noneOf(Verb.class);
        for (String verb : verbs) {
            parsed.add(Verb.find(verb).orElseThrow(Grant::badVerbs));
        }
        if (parsed.isEmpty()) {
            throw badVerbs();
        }
        return parsed;
    }

    private static MalformedGrant badVerbs() {
        return new MalformedGrant(
                "tables", "A table has one or more of the verbs \"read\", \"create\", \"update\" and \"delete\".");
    }

    private static Set<String> actions(Collection<String> actions) {
        notTooMany("actions", actions);
        for (String action : actions) {
            if (!action.equals(ALL) && !NAME.matcher(action).matches()) {
                throw new MalformedGrant(
                        "actions", "Functions and actions are named without their namespace, or by \"*\".");
            }
        }
        return Set.copyOf(actions);
    }

    private static void someButNotTooMany(String field, Collection<String> values) {
        if (values.isEmpty()) {
            throw new MalformedGrant(field, "A grant names at least one of them, or all by \"*\".");
        }
        notTooMany(field, values);
    }

    private static void notTooMany(String field, Collection<String> values) {
        if (values.size() > MOST) {
            throw new MalformedGrant(field, "A grant names at most " + MOST + " of them, or all by \"*\".");
        }
    }

    /** Whether it is of use in an environment of a tenant. */
    public boolean covers(String tenantId, EnvironmentHost environment) {
        return has(tenants, tenantId) && has(environments, environment.value());
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
