package org.s2sgateway.simulator.identity;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The tenants, people, applications and resources that the identity side knows. Thread-safe. */
public final class Directory {

    private record Guest(Person person, UUID tenantId) {}

    private record RoleAssignment(Person person, UUID tenantId, String role) {}

    private final List<Person> people = new CopyOnWriteArrayList<>();
    private final Set<Guest> guests = ConcurrentHashMap.newKeySet();
    private final Set<RoleAssignment> roleAssignments = ConcurrentHashMap.newKeySet();
    private final Set<UUID> withoutUserConsent = ConcurrentHashMap.newKeySet();
    private final Set<UUID> withoutDataverse = ConcurrentHashMap.newKeySet();
    private final List<DirectoryTenant> tenants = new CopyOnWriteArrayList<>();
    private final List<Application> applications = new CopyOnWriteArrayList<>();
    private final Map<String, UUID> resources = new ConcurrentHashMap<>();
    private final Application gateway;

    /** A directory with one application, whose API the others ask tokens for. */
    public Directory(String gatewayName, UUID gatewayClientId) {
        this.gateway = add(gatewayName, gatewayClientId);
    }

    public Directory add(DirectoryTenant tenant) {
        tenants.add(tenant);
        return this;
    }

    public Application add(String name, UUID clientId) {
        Application application = new Application(name, clientId);
        applications.add(application);
        return application;
    }

    /** Makes an environment's URL, in lower case and without a trailing slash, a resource of a tenant. */
    public void addResource(String url, UUID tenantId) {
        resources.put(url, tenantId);
    }

    public Directory add(Person person) {
        people.add(person);
        return this;
    }

    /** Makes a person a guest of another tenant, without a directory role there. */
    public Directory invite(Person person, DirectoryTenant tenant) {
        guests.add(new Guest(person, tenant.id()));
        return this;
    }

    /** From now on only those with a consenting role may consent in the tenant. */
    public Directory forbidUserConsent(DirectoryTenant tenant) {
        withoutUserConsent.add(tenant.id());
        return this;
    }

    /** The tenant has no subscription of Dataverse, so that nobody can consent to its use there. */
    public Directory withoutDataverse(DirectoryTenant tenant) {
        withoutDataverse.add(tenant.id());
        return this;
    }

    /**
     * Assigns an app role of the gateway to a person within a tenant, which every tenant's administrator can do and
     * which therefore proves nothing outside the home tenant.
     */
    public Directory assignRole(Person person, DirectoryTenant tenant, String role) {
        roleAssignments.add(new RoleAssignment(person, tenant.id(), role));
        return this;
    }

    public List<Person> people() {
        return List.copyOf(people);
    }

    /** The person of that user principal name; throws {@link NoSuchElementException} with the names there are. */
    public Person person(String userPrincipalName) {
        return people.stream()
                .filter(person -> person.userPrincipalName().equalsIgnoreCase(userPrincipalName))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(userPrincipalName + " is none of "
                        + people.stream().map(Person::userPrincipalName).toList()));
    }

    public boolean isGuest(Person person, DirectoryTenant tenant) {
        return guests.contains(new Guest(person, tenant.id()));
    }

    boolean isMember(Person person, DirectoryTenant tenant) {
        return person.home().equals(tenant);
    }

    boolean knows(Person person, DirectoryTenant tenant) {
        return isMember(person, tenant) || isGuest(person, tenant);
    }

    /** Whether the person has a role in the tenant that may consent for everybody. */
    boolean canConsentForAll(Person person, DirectoryTenant tenant) {
        return isMember(person, tenant) && DirectoryRole.canConsent(person.directoryRoles());
    }

    /** Whether the person may consent at least for himself. */
    boolean canConsent(Person person, DirectoryTenant tenant) {
        return !withoutUserConsent.contains(tenant.id()) || canConsentForAll(person, tenant);
    }

    boolean hasDataverse(DirectoryTenant tenant) {
        return !withoutDataverse.contains(tenant.id());
    }

    /** The app roles of the gateway that the person has in the tenant, in order. */
    List<String> assignedRoles(Person person, DirectoryTenant tenant) {
        Set<String> roles = new TreeSet<>();
        for (RoleAssignment one : roleAssignments) {
            if (one.person().equals(person) && one.tenantId().equals(tenant.id())) {
                roles.add(one.role());
            }
        }
        return List.copyOf(roles);
    }

    /** Puts back what there is now of service principals, consents and assigned roles. */
    Runnable wayBack() {
        List<Runnable> applicationsThen =
                applications.stream().map(Application::wayBack).toList();
        Set<RoleAssignment> assignmentsThen = Set.copyOf(roleAssignments);
        return () -> {
            applicationsThen.forEach(Runnable::run);
            roleAssignments.retainAll(assignmentsThen);
            roleAssignments.addAll(assignmentsThen);
        };
    }

    public List<DirectoryTenant> tenants() {
        return List.copyOf(tenants);
    }

    public List<Application> applications() {
        return List.copyOf(applications);
    }

    /** The registration of the gateway, which is the resource of the consumers' tokens. */
    public Application gateway() {
        return gateway;
    }

    /** The application of that name; throws {@link NoSuchElementException} with the names there are. */
    public Application application(String name) {
        return applications.stream()
                .filter(application -> application.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(name + " is none of "
                        + applications.stream().map(Application::name).toList()));
    }

    Optional<Application> application(UUID clientId) {
        return applications.stream()
                .filter(application -> application.clientId().equals(clientId))
                .findFirst();
    }

    /** The tenant that a path segment names by id or domain. */
    public Optional<DirectoryTenant> tenant(String segment) {
        return tenants.stream()
                .filter(tenant -> tenant.id().toString().equalsIgnoreCase(segment)
                        || tenant.domain().equalsIgnoreCase(segment))
                .findFirst();
    }

    /** Whether a resource is the gateway's own API, by application id URI or by client id. */
    boolean isGateway(String resource) {
        String id = gateway.clientId().toString();
        return resource.equalsIgnoreCase(id) || resource.equalsIgnoreCase("api://" + id);
    }

    /** Whether the tenant has this resource; a trailing slash of an environment's URL does not count. */
    boolean hasResource(String resource, UUID tenantId) {
        return isGateway(resource) ? gateway.principal(tenantId).isPresent() : hasEnvironment(resource, tenantId);
    }

    boolean hasEnvironment(String url, UUID tenantId) {
        String withoutSlash = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        return tenantId.equals(resources.get(withoutSlash.toLowerCase(Locale.ROOT)));
    }
}
