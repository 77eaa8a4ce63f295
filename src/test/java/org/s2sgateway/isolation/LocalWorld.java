package org.s2sgateway.isolation;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.s2sgateway.isolation.Consumer.Right;
import org.s2sgateway.simulator.Simulator;
import org.s2sgateway.simulator.SimulatorOptions;
import org.s2sgateway.simulator.dataverse.ApplicationUser;
import org.s2sgateway.simulator.dataverse.Environment;
import org.s2sgateway.simulator.identity.Application;
import org.s2sgateway.simulator.identity.ApplicationSecret;
import org.s2sgateway.simulator.identity.DirectoryTenant;
import org.s2sgateway.simulator.wire.FreePort;
import org.s2sgateway.testing.ServerFiles;
import org.s2sgateway.testing.ServerKind;
import org.s2sgateway.testing.ServerProcess;

/**
 * A gateway of its own with three tenants whose environments serve, one that is suspended, and a dozen consumers with
 * different rights. Each row carries a mark.
 */
final class LocalWorld implements AutoCloseable {

    private static final String HOME = "c0a00000-0000-4000-8000-000000000001";
    private static final String FABRIKAM = "fab00000-0000-4000-8000-000000000002";
    private static final String ADVENTURE_WORKS = "ad000000-0000-4000-8000-000000000003";
    private static final String LITWARE = "11700000-0000-4000-8000-000000000004";
    private static final UUID GATEWAY = UUID.fromString("a0000000-0000-4000-8000-000000000001");
    private static final String SCOPE = "api://" + GATEWAY + "/.default";
    private static final Instant NEVER = Instant.parse("2099-12-31T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final List<Table> TABLES = List.of(
            new Table("accounts", "accountid", Optional.of("name"), true),
            new Table("contacts", "contactid", Optional.of("lastname"), true));
    private static final Set<String> BOTH = Set.of("accounts", "contacts");
    private static final List<String> OPEN = List.of("contoso", "load-01", "fabrikam", "adventure-works");

    private final Simulator simulator;
    private final ServerProcess server;
    private final Path folder;
    private final HttpClient client;
    private final List<Site> sites = new ArrayList<>();
    private final List<Consumer> consumers = new ArrayList<>();

    private LocalWorld(Simulator simulator, ServerProcess server, Path folder) {
        this.simulator = simulator;
        this.server = server;
        this.folder = folder;
        this.client = HttpClient.newBuilder()
                .sslContext(simulator.trustingTls())
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build();
    }

    /**
     * Starts all of it.
     *
     * @param folder a new one; the logs are in it afterwards
     */
    static LocalWorld start(ServerKind kind, ServerFiles files, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Simulator simulator = Simulator.start(
                SimulatorOptions.onFreePorts(folder.resolve("simulator")).withLoadEnvironments(2));
        try {
            ServerProcess server = ServerProcess.start(
                    kind,
                    files.loggingFine("org.s2sgateway.gateway.CallLog"),
                    folder.resolve("gateway"),
                    FreePort.find(),
                    address -> configuration(simulator, address, folder));
            // At Ctrl-C, too.
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-server"));
            LocalWorld world = new LocalWorld(simulator, server, folder);
            try {
                world.furnish();
                return world;
            } catch (IOException | InterruptedException | RuntimeException failed) {
                server.close();
                throw failed;
            }
        } catch (IOException | InterruptedException | RuntimeException failed) {
            simulator.close();
            throw failed;
        }
    }

    private static Map<String, String> configuration(Simulator simulator, URI address, Path folder) {
        Map<String, String> variables = new HashMap<>();
        variables.put("S2S_PUBLIC_URL", address.toString());
        variables.put("S2S_REGISTRATION_MODE", "multi-tenant");
        variables.put("S2S_REGISTRATION_AUTHORITY", simulator.authority().toString());
        variables.put("S2S_REGISTRATION_TENANT_ID", HOME);
        variables.put("S2S_REGISTRATION_CLIENT_ID", GATEWAY.toString());
        variables.put("S2S_REGISTRATION_CLIENT_SECRET", "simulated-gateway-secret~1");
        variables.put(
                "S2S_DATAVERSE_HOSTS",
                simulator.environments().stream().map(Environment::host).collect(Collectors.joining(",")));
        variables.put("S2S_ONBOARDING_SECURITY_ROLE", "S2S Gateway Access");
        variables.put("S2S_TLS_TRUST_CERTIFICATES", simulator.caCertificate().toString());
        // The words simulated-audit-key-of-the-tests.
        variables.put("S2S_AUDIT_KEY", "c2ltdWxhdGVkLWF1ZGl0LWtleS1vZi10aGUtdGVzdHM=");
        // Refusals are what is looked at: none is to be hidden behind a 429.
        variables.put("S2S_LIMITS_ATTEMPTS_PER_ADDRESS", "100000000");
        variables.put("S2S_LIMITS_REFUSALS_PER_CONSUMER", "100000000");
        variables.put(
                "S2S_DB_URL",
                "jdbc:h2:file:" + folder.resolve("database").resolve("s2s").toAbsolutePath());
        return variables;
    }

    Deployment deployment() {
        return new Deployment(
                server.address(), server.address().toString(), sites, TABLES, consumers, Deployment.Limits.NONE);
    }

    HttpClient client() {
        return client;
    }

    /** Below it is everything that the server logs. */
    Path folder() {
        return folder;
    }

    /** Every secret and token so far. */
    Set<String> spokenSecrets() {
        return simulator.spokenSecrets();
    }

    @Override
    public void close() {
        server.close();
        simulator.close();
    }

    private void furnish() throws IOException, InterruptedException {
        for (String name : OPEN) {
            Environment environment = simulator.environment(name);
            Set<String> privileges = new HashSet<>(ApplicationUser.EVERYTHING);
            privileges.add(ApplicationUser.ACT_ON_BEHALF);
            environment.put(GATEWAY, false, privileges);
        }
        Customer.connects(simulator, server.address(), "fabrikam", "gina@fabrikam.example");
        Customer.connects(simulator, server.address(), "adventure-works", "grace@adventure-works.example");
        call("POST", "/api/tenants", "{\"tenantId\":\"" + LITWARE + "\",\"name\":\"Litware\"}");
        register("contoso", HOME);
        register("load-01", HOME);
        register("load-02", HOME);
        register("litware", LITWARE);
        call("PATCH", "/api/environments/" + simulator.host("load-02"), "{\"status\":\"disabled\"}");
        call("PATCH", "/api/tenants/" + LITWARE, "{\"status\":\"suspended\"}");
        open("contoso", HOME, "ada@contoso.example", 60);
        // Pages of it take several hundred kilobytes: what is broken off is under way then.
        open("load-01", HOME, "ada@contoso.example", 2_500);
        open("fabrikam", FABRIKAM, "gina@fabrikam.example", 60);
        open("adventure-works", ADVENTURE_WORKS, "grace@adventure-works.example", 60);
        closed("load-02", HOME, "S2S.EnvironmentDisabled");
        closed("litware", LITWARE, "S2S.TenantSuspended");
        addConsumers();
    }

    private void open(String name, String tenant, String person, int accounts) {
        Environment environment = simulator.environment(name);
        UUID objectId = simulator.personId(person);
        Site.Truth truth = new Site.Truth(
                Optional.of(environment.organizationId().toString()),
                environment.applicationUser(GATEWAY).map(user -> user.systemUserId()
                        .toString()),
                environment.userOf(objectId).map(UUID::toString));
        Site site = new Site(
                name, environment.host(), tenant, true, Optional.empty(), Optional.of(objectId.toString()), truth);
        environment.replaceRows(
                Mark.of(site, "accounts", "seed", 0).toString(),
                accounts,
                Mark.of(site, "contacts", "seed", 0).toString(),
                20);
        sites.add(site);
    }

    private void closed(String name, String tenant, String code) {
        sites.add(new Site(
                name, simulator.host(name), tenant, true, Optional.of(code), Optional.empty(), Site.Truth.UNKNOWN));
    }

    private void addConsumers() throws IOException, InterruptedException {
        Set<String> everywhere = sites.stream().map(Site::name).collect(Collectors.toSet());
        Right[] all = {Right.KNOWN, Right.DATAVERSE, Right.WHO_AM_I};
        // Without a grant: what the app roles say.
        add(
                "free",
                HOME,
                everywhere,
                BOTH,
                BOTH,
                Set.of(with(all, Right.IMPERSONATE)),
                "Dataverse.Access",
                "Dataverse.Impersonate");

        add(
                "home-accounts",
                HOME,
                Set.of("contoso", "load-01"),
                Set.of("accounts"),
                Set.of("accounts"),
                Set.of(all),
                "Dataverse.Access");
        grant(
                "home-accounts",
                hosts("contoso", "load-01"),
                "\"accounts\":[\"read\",\"create\",\"delete\"]",
                "\"actions\":[\"WhoAmI\"]");

        add(
                "contoso-contacts",
                HOME,
                Set.of("contoso"),
                Set.of("contacts"),
                Set.of(),
                Set.of(Right.KNOWN, Right.DATAVERSE),
                "Dataverse.Access");
        grant("contoso-contacts", hosts("contoso"), "\"contacts\":[\"read\"]", "\"actions\":[]");

        add(
                "fabrikam-reader",
                HOME,
                Set.of("fabrikam"),
                Set.of("accounts"),
                Set.of(),
                Set.of(with(all, Right.IMPERSONATE)),
                "Dataverse.Access",
                "Dataverse.Impersonate");
        grantTenants(
                "fabrikam-reader",
                FABRIKAM,
                "\"accounts\":[\"read\"]",
                "\"actions\":[\"WhoAmI\"],\"impersonation\":\"explicit\"");

        add(
                "adventure-writer",
                HOME,
                Set.of("adventure-works"),
                BOTH,
                Set.of("contacts"),
                Set.of(with(all, Right.TOKENS)),
                "Dataverse.Access",
                "Tokens.Issue");
        grant(
                "adventure-writer",
                hosts("adventure-works"),
                "\"accounts\":[\"read\"],\"contacts\":[\"read\",\"create\",\"delete\"]",
                "\"actions\":[\"WhoAmI\"],\"tokens\":true");

        add(
                "two-customers",
                HOME,
                Set.of("fabrikam", "adventure-works"),
                BOTH,
                BOTH,
                Set.of(with(all, Right.IMPERSONATE, Right.TOKENS)),
                "Dataverse.Access",
                "Dataverse.Impersonate",
                "Tokens.Issue");
        grant(
                "two-customers",
                hosts("fabrikam", "adventure-works"),
                "\"*\":[\"read\",\"create\",\"update\",\"delete\"]",
                "\"actions\":[\"*\"],\"impersonation\":\"explicit\",\"tokens\":true,\"bypass\":true");

        add(
                "no-tokens",
                HOME,
                Set.of("contoso", "fabrikam"),
                BOTH,
                Set.of(),
                Set.of(all),
                "Dataverse.Access",
                "Tokens.Issue",
                "Dataverse.Impersonate");
        grant("no-tokens", hosts("contoso", "fabrikam"), "\"*\":[\"read\"]", "\"actions\":[\"WhoAmI\"]");

        add("nowhere", HOME, Set.of(), Set.of(), Set.of(), Set.of(all), "Dataverse.Access", "Tokens.Issue");
        grant("nowhere", hosts("contoso-large"), "\"*\":[\"read\"]", "\"actions\":[\"*\"],\"tokens\":true");

        add(
                "reader-and-more",
                HOME,
                Set.of("contoso"),
                Set.of("accounts"),
                Set.of(),
                Set.of(with(all, Right.REGISTRY)),
                "Dataverse.Access",
                "Tenants.Read");
        grant("reader-and-more", hosts("contoso"), "\"accounts\":[\"read\"]", "\"actions\":[\"WhoAmI\"]");

        add("operator", HOME, Set.of(), Set.of(), Set.of(), Set.of(Right.KNOWN, Right.REGISTRY), "Gateway.Operator");
        add("no-roles", HOME, Set.of(), Set.of(), Set.of(), Set.of(Right.KNOWN));
        // A customer's administrator gave it these roles in the customer's own tenant.
        add("stranger", FABRIKAM, Set.of(), Set.of(), Set.of(), Set.of(), "Dataverse.Access", "Gateway.Operator");
    }

    private static Right[] with(Right[] some, Right... more) {
        List<Right> all = new ArrayList<>(List.of(some));
        all.addAll(List.of(more));
        return all.toArray(Right[]::new);
    }

    private void add(
            String name,
            String tenantId,
            Set<String> reached,
            Set<String> reads,
            Set<String> writes,
            Set<Right> rights,
            String... roles) {
        UUID clientId = UUID.fromString("b1000000-0000-4000-8000-0000000000%02d".formatted(consumers.size() + 1));
        String secret = "simulated-isolation-secret~" + name;
        DirectoryTenant tenant =
                simulator.entraId().directory().tenant(tenantId).orElseThrow();
        Application application = simulator.entraId().directory().add("isolation-" + name, clientId);
        application.with(new ApplicationSecret(secret, NEVER)).in(tenant, roles);
        URI endpoint = URI.create(simulator.authority() + "/" + tenantId + "/oauth2/v2.0/token");
        consumers.add(new Consumer(
                name,
                clientId.toString(),
                new ClientCredentials(client, endpoint, clientId.toString(), secret, SCOPE),
                reached,
                reads,
                writes,
                rights));
    }

    private String hosts(String... names) {
        return List.of(names).stream()
                .map(name -> "\"" + simulator.host(name) + "\"")
                .collect(Collectors.joining(","));
    }

    private void grant(String consumer, String environments, String tables, String more)
            throws IOException, InterruptedException {
        grant(consumer, "\"*\"", environments, tables, more);
    }

    private void grantTenants(String consumer, String tenant, String tables, String more)
            throws IOException, InterruptedException {
        grant(consumer, "\"" + tenant + "\"", "\"*\"", tables, more);
    }

    private void grant(String name, String tenants, String environments, String tables, String more)
            throws IOException, InterruptedException {
        Consumer consumer = consumers.stream()
                .filter(any -> any.name().equals(name))
                .findFirst()
                .orElseThrow();
        call(
                "PUT",
                "/api/grants/" + consumer.clientId(),
                "{\"tenants\":[" + tenants + "],\"environments\":[" + environments + "],\"tables\":{" + tables + "},"
                        + more + "}");
    }

    private void register(String environment, String tenant) throws IOException, InterruptedException {
        call(
                "POST",
                "/api/tenants/" + tenant + "/environments",
                "{\"url\":\"https://" + simulator.host(environment) + "\"}");
    }

    private void call(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + simulator.token("operator-tool"))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
    }
}
