package org.s2sgateway.simulator.identity;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The tenants, applications and resources that the identity side knows. Thread-safe. */
public final class Directory {

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
    Optional<DirectoryTenant> tenant(String segment) {
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
        String url = resource.endsWith("/") ? resource.substring(0, resource.length() - 1) : resource;
        return isGateway(resource)
                ? gateway.principal(tenantId).isPresent()
                : tenantId.equals(resources.get(url.toLowerCase(Locale.ROOT)));
    }
}
