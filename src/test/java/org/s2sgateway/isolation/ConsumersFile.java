package org.s2sgateway.isolation;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.s2sgateway.isolation.Consumer.Right;

/**
 * Somebody's deployment, as a file describes it ({@code docs/isolation.md}): environments, tables, and consumers with
 * the whole of what they may do among these. Secrets are in environment variables and not in the file.
 */
final class ConsumersFile {

    private static final String GUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    private static final Set<String> ROLES = new LinkedHashSet<>(List.of(
            "Dataverse.Access",
            "Dataverse.Impersonate",
            "Tokens.Issue",
            "Tenants.Read",
            "Tenants.Manage",
            "Gateway.Operator",
            "Gateway.Auditor"));
    private static final Set<String> READ_THE_REGISTRY = Set.of("Tenants.Read", "Gateway.Operator", "Gateway.Auditor");

    private final Entries entries;
    private final Map<String, String> variables;
    private final HttpClient client;

    private ConsumersFile(Entries entries, Map<String, String> variables, HttpClient client) {
        this.entries = entries;
        this.variables = variables;
        this.client = client;
    }

    /** The certificate authorities that are trusted beside those of the Java platform. */
    static Optional<Path> trusted(Path file) throws BadFile {
        return Entries.read(file).find("trust-certificates").map(Path::of);
    }

    /**
     * @param variables which hold the secrets
     * @param client fetches the tokens
     */
    static Deployment read(Path file, URI url, Map<String, String> variables, HttpClient client) throws BadFile {
        Entries entries = Entries.read(file);
        entries.find("trust-certificates");
        Deployment deployment = new ConsumersFile(entries, variables, client).deployment(url);
        entries.mustBeKnown();
        if (deployment.sites().isEmpty() || deployment.consumers().size() < 2) {
            throw new BadFile(file.toString(), "names no environment, or fewer than two consumers: nothing can cross");
        }
        return deployment;
    }

    private Deployment deployment(URI url) throws BadFile {
        List<Site> sites = new ArrayList<>();
        for (String name : entries.names("environment")) {
            sites.add(site(name));
        }
        List<Table> tables = new ArrayList<>();
        for (String name : entries.names("table")) {
            tables.add(table(name));
        }
        List<Consumer> consumers = new ArrayList<>();
        for (String name : entries.names("consumer")) {
            consumers.add(consumer(name, tables));
        }
        return new Deployment(
                url,
                entries.find("public-url").orElse(url.toString()).replaceFirst("/$", ""),
                sites,
                tables,
                consumers,
                new Deployment.Limits(
                        entries.number("limits.refusals-per-consumer", 600),
                        entries.number("limits.attempts-per-address", 120)));
    }

    private Site site(String name) throws BadFile {
        String key = "environment." + name;
        String host = entries.require(key + ".host");
        if (!host.matches("[a-z0-9.-]+(:[0-9]+)?")) {
            throw entries.bad(key + ".host", "is a host, perhaps with a port, in lower case, and not " + host);
        }
        return new Site(
                name,
                host,
                guid(key + ".tenant", entries.require(key + ".tenant")),
                false,
                entries.find(key + ".refusal"),
                entries.find(key + ".person"),
                Site.Truth.UNKNOWN);
    }

    private Table table(String entitySet) throws BadFile {
        String key = "table." + entitySet;
        boolean writable = entries.flag(key + ".write", false);
        Optional<String> text = entries.find(key + ".text");
        if (writable && text.isEmpty()) {
            throw entries.bad(key + ".write", "needs " + key + ".text, the column that takes the marks");
        }
        return new Table(entitySet, entries.require(key + ".key"), text, writable);
    }

    private Consumer consumer(String name, List<Table> tables) throws BadFile {
        String key = "consumer." + name;
        String clientId = entries.require(key + ".client-id");
        Set<String> all = new LinkedHashSet<>();
        tables.forEach(table -> all.add(table.entitySet()));
        Set<String> writable = new LinkedHashSet<>();
        tables.stream().filter(Table::writable).forEach(table -> writable.add(table.entitySet()));
        Set<String> reads = entries.some(key + ".reads", all, "");
        Set<String> writes = entries.some(key + ".writes", writable, "");
        if (!reads.containsAll(writes)) {
            throw entries.bad(key + ".writes", "what it writes it has to read, too");
        }
        return new Consumer(
                name,
                clientId,
                bearer(key, clientId),
                entries.some(key + ".environments", entries.names("environment"), ""),
                reads,
                writes,
                rights(key));
    }

    private Set<Right> rights(String key) throws BadFile {
        Set<String> roles = entries.some(key + ".roles", ROLES, "Dataverse.Access");
        Set<Right> rights = EnumSet.noneOf(Right.class);
        if (entries.flag(key + ".stranger", false)) {
            return rights;
        }
        rights.add(Right.KNOWN);
        if (roles.contains("Dataverse.Access")) {
            rights.add(Right.DATAVERSE);
        }
        if (entries.flag(key + ".who-am-i", true)) {
            rights.add(Right.WHO_AM_I);
        }
        if (entries.flag(key + ".impersonates", roles.contains("Dataverse.Impersonate"))) {
            rights.add(Right.IMPERSONATE);
        }
        if (entries.flag(key + ".tokens", roles.contains("Tokens.Issue"))) {
            rights.add(Right.TOKENS);
        }
        if (roles.stream().anyMatch(READ_THE_REGISTRY::contains)) {
            rights.add(Right.REGISTRY);
        }
        return rights;
    }

    private Supplier<String> bearer(String key, String clientId) throws BadFile {
        String variable = entries.require(key + ".secret-variable");
        String secret = variables.getOrDefault(variable, "");
        if (secret.isEmpty()) {
            throw entries.bad(key + ".secret-variable", "the environment variable " + variable + " is not set");
        }
        return new ClientCredentials(client, tokenUrl(key), clientId, secret, common(key, "scope"));
    }

    private URI tokenUrl(String key) throws BadFile {
        String url = common(key, "token-url");
        if (!url.matches("https?://\\S+")) {
            throw entries.bad(
                    entries.find(key + ".token-url").isPresent() ? key + ".token-url" : "token-url",
                    "is an address that begins with https://, not " + url);
        }
        return URI.create(url);
    }

    /** A consumer's own, or that of all. */
    private String common(String key, String name) throws BadFile {
        Optional<String> own = entries.find(key + "." + name);
        Optional<String> common = entries.find(name);
        return own.isPresent() ? own.get() : common.isPresent() ? common.get() : entries.require(name);
    }

    private String guid(String key, String value) throws BadFile {
        if (!value.matches(GUID)) {
            throw entries.bad(key, "is a GUID in lower case, not " + value);
        }
        return value;
    }
}
