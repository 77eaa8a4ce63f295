package org.s2sgateway.simulator;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.s2sgateway.simulator.dataverse.ApplicationUser;
import org.s2sgateway.simulator.dataverse.ApplicationUserState;
import org.s2sgateway.simulator.dataverse.Environment;
import org.s2sgateway.simulator.dataverse.Place;
import org.s2sgateway.simulator.identity.Application;
import org.s2sgateway.simulator.identity.ApplicationSecret;
import org.s2sgateway.simulator.identity.Directory;
import org.s2sgateway.simulator.identity.DirectoryTenant;

/** The fixed world that every simulator starts with. */
final class World {

    static final DirectoryTenant CONTOSO =
            new DirectoryTenant(UUID.fromString("c0a00000-0000-4000-8000-000000000001"), "Contoso", "contoso.example");
    static final DirectoryTenant FABRIKAM = new DirectoryTenant(
            UUID.fromString("fab00000-0000-4000-8000-000000000002"), "Fabrikam", "fabrikam.example");
    static final DirectoryTenant ADVENTURE_WORKS = new DirectoryTenant(
            UUID.fromString("ad000000-0000-4000-8000-000000000003"), "Adventure Works", "adventure-works.example");
    static final DirectoryTenant LITWARE =
            new DirectoryTenant(UUID.fromString("11700000-0000-4000-8000-000000000004"), "Litware", "litware.example");

    static final UUID GATEWAY = UUID.fromString("a0000000-0000-4000-8000-000000000001");
    static final String GATEWAY_SECRET = "simulated-gateway-secret~1";
    static final String CERTIFICATE_PASSWORD = "simulated-p12-password";

    private static final Instant NEVER = Instant.parse("2099-12-31T00:00:00Z");

    /** Under which the proxy leads to the identity side. */
    static final String PRODUCTION_LOGIN = "login.microsoftonline.com";

    /** An environment, and what is odd about it. */
    record Site(String name, DirectoryTenant tenant, String remark) {

        /** Under which the proxy leads there. */
        String productionHost() {
            return name + ".crm4.dynamics.com";
        }

        /** The other name that Dataverse gives every environment. */
        String productionApiHost() {
            return name + ".api.crm4.dynamics.com";
        }

        List<Place.Address> addresses(String ownHost, URI authority) {
            URI login = URI.create("https://" + PRODUCTION_LOGIN);
            return List.of(
                    new Place.Address(ownHost, ownHost, authority),
                    new Place.Address(productionHost(), productionHost(), login),
                    new Place.Address(productionApiHost(), productionHost(), login));
        }
    }

    static final List<Site> SITES = List.of(
            new Site("contoso", CONTOSO, "the two accounts of Microsoft's walkthrough"),
            new Site("contoso-large", CONTOSO, "6,000 accounts, to page through"),
            new Site("contoso-no-application-user", CONTOSO, "no application user: 403 0x80072560"),
            new Site("contoso-disabled", CONTOSO, "application user disabled: 403 0x80040225"),
            new Site("contoso-no-role", CONTOSO, "application user without a role: 403 0x80042f09"),
            new Site("contoso-no-read", CONTOSO, "WhoAmI works, reading accounts does not: 403 0x80040220"),
            new Site("contoso-firewall", CONTOSO, "closed to this address: 403 0x80095ffe"),
            new Site("fabrikam", FABRIKAM, "a customer's environment, application user present"),
            new Site("fabrikam-no-application-user", FABRIKAM, "no application user: 403 0x80072560"),
            new Site("fabrikam-disabled", FABRIKAM, "application user disabled: 403 0x80040225"),
            new Site("adventure-works", ADVENTURE_WORKS, "to be connected: no application user yet"),
            new Site("adventure-works-soft-deleted", ADVENTURE_WORKS, "application user deleted, its row is kept"),
            new Site("adventure-works-disabled", ADVENTURE_WORKS, "application user disabled: 403 0x80040225"),
            new Site("adventure-works-no-role", ADVENTURE_WORKS, "application user without a role: 403 0x80042f09"),
            new Site("adventure-works-firewall", ADVENTURE_WORKS, "closed to this address: 403 0x80095ffe"),
            new Site("litware", LITWARE, "no application user: 403 0x80072560"));

    private World() {}

    /** The environments of the world, and so many plain ones of the home tenant for load. */
    static List<Site> sites(int forLoad) {
        List<Site> sites = new ArrayList<>(SITES);
        for (int i = 1; i <= forLoad; i++) {
            sites.add(new Site("load-%02d".formatted(i), CONTOSO, "for load: two accounts"));
        }
        return List.copyOf(sites);
    }

    /** Every name that the servers' certificate is for. */
    static List<String> names(List<Site> sites) {
        List<String> names = new ArrayList<>(List.of("localhost", PRODUCTION_LOGIN));
        for (Site site : sites) {
            names.add(site.productionHost());
            names.add(site.productionApiHost());
        }
        return names;
    }

    static Directory directory(X509Certificate gatewayCertificate) {
        Directory directory = new Directory("gateway", GATEWAY);
        directory.add(CONTOSO).add(FABRIKAM).add(ADVENTURE_WORKS).add(LITWARE);
        directory
                .gateway()
                .with(new ApplicationSecret(GATEWAY_SECRET, NEVER))
                .with(new ApplicationSecret("simulated-gateway-secret~expired", Instant.parse("2020-01-01T00:00:00Z")))
                .with(gatewayCertificate)
                .in(CONTOSO)
                .in(FABRIKAM);
        consumer(directory, 1, "orders-service", "Dataverse.Access");
        consumer(directory, 2, "operator-tool", "Gateway.Operator");
        consumer(directory, 3, "auditor-tool", "Gateway.Auditor");
        consumer(directory, 4, "registry-reader", "Tenants.Read");
        consumer(directory, 5, "registry-manager", "Tenants.Read", "Tenants.Manage");
        consumer(directory, 6, "impersonating-service", "Dataverse.Access", "Dataverse.Impersonate");
        consumer(directory, 7, "no-roles");
        consumer(directory, 8, "demo", "Dataverse.Access", "Tenants.Read", "Tenants.Manage");
        // Its own administrator gave it these roles, which must open nothing.
        directory
                .add("fabrikam-service", UUID.fromString("f0000000-0000-4000-8000-000000000001"))
                .with(new ApplicationSecret("simulated-fabrikam-service-secret~1", NEVER))
                .in(FABRIKAM, "Gateway.Operator", "Dataverse.Access", "Tenants.Manage");
        People.addTo(directory);
        return directory;
    }

    /** Sets the application users and the rows of an environment up. */
    static void furnish(Environment environment) {
        switch (environment.place().name()) {
            case "contoso-no-application-user", "fabrikam-no-application-user", "adventure-works", "litware" -> {}
            case "contoso-disabled" -> environment.put(GATEWAY, true, ApplicationUser.EVERYTHING);
            case "contoso-no-role" -> environment.put(GATEWAY, false, Set.of());
            case "contoso-no-read" -> environment.put(GATEWAY, false, Set.of("prvReadOrganization"));
            case "fabrikam-disabled", "adventure-works-disabled" ->
                environment.applicationUser(GATEWAY, ApplicationUserState.DISABLED);
            case "adventure-works-soft-deleted" ->
                environment.applicationUser(GATEWAY, ApplicationUserState.SOFT_DELETED);
            case "adventure-works-no-role" -> environment.applicationUser(GATEWAY, ApplicationUserState.NO_ROLE);
            case "adventure-works-firewall" -> environment.applicationUser(GATEWAY, ApplicationUserState.READY);
            default -> environment.put(GATEWAY, false, ApplicationUser.EVERYTHING);
        }
        people(environment);
        switch (environment.place().name()) {
            case "contoso-large" -> environment.seed("Account", 6_000);
            case "fabrikam" -> environment.seed("Fabrikam Account", 3);
            default -> environment.seedWalkthrough();
        }
        environment.firewall(environment.place().name().endsWith("-firewall"));
    }

    /** Who of a tenant's people is a user of its environments. */
    private static void people(Environment environment) {
        switch (environment.place().tenant().domain()) {
            case "contoso.example" -> administrators(environment, "ada");
            case "fabrikam.example" -> {
                administrators(environment, "gina", "sam");
                basicUsers(environment, "paul", "carl");
            }
            case "adventure-works.example" -> {
                administrators(environment, "grace", "dora");
                basicUsers(environment, "peter");
            }
            default -> administrators(environment, "lisa");
        }
    }

    private static void administrators(Environment environment, String... names) {
        people(environment, "System Administrator", names);
    }

    private static void basicUsers(Environment environment, String... names) {
        people(environment, "Basic User", names);
    }

    private static void people(Environment environment, String role, String... names) {
        DirectoryTenant tenant = environment.place().tenant();
        for (String name : names) {
            environment.putPerson(
                    personId(name + "@" + tenant.domain(), tenant),
                    name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + " of " + tenant.name(),
                    Set.of(role));
        }
    }

    /** The object id of a person in a tenant. */
    static UUID personId(String upn, DirectoryTenant tenant) {
        return UUID.nameUUIDFromBytes((upn + " in " + tenant.id()).getBytes(StandardCharsets.UTF_8));
    }

    /** The name of the application where it has a service principal in the tenant. */
    static Optional<String> nameIn(DirectoryTenant tenant, UUID applicationId, Directory directory) {
        return directory.applications().stream()
                .filter(application -> application.clientId().equals(applicationId)
                        && application.principal(tenant.id()).isPresent())
                .map(Application::name)
                .findFirst();
    }

    private static void consumer(Directory directory, int number, String name, String... roles) {
        directory
                .add(name, UUID.fromString("b0000000-0000-4000-8000-0000000000%02d".formatted(number)))
                .with(new ApplicationSecret("simulated-" + name + "-secret~1", NEVER))
                .in(CONTOSO, roles);
    }
}
