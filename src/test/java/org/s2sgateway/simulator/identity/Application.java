package org.s2sgateway.simulator.identity;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An application registration with its credentials and the service principals it has in tenants. Thread-safe; changes
 * count from the next request on.
 */
public final class Application {

    private final String name;
    private final UUID clientId;
    private final List<ApplicationSecret> secrets = new CopyOnWriteArrayList<>();
    private final List<X509Certificate> certificates = new CopyOnWriteArrayList<>();
    private final Map<UUID, ServicePrincipal> principals = new ConcurrentHashMap<>();
    private final Set<UUID> removedFrom = ConcurrentHashMap.newKeySet();
    private volatile int accessTokenVersion = 2;

    Application(String name, UUID clientId) {
        this.name = name;
        this.clientId = clientId;
    }

    public String name() {
        return name;
    }

    public UUID clientId() {
        return clientId;
    }

    public List<ApplicationSecret> secrets() {
        return List.copyOf(secrets);
    }

    public List<X509Certificate> certificates() {
        return List.copyOf(certificates);
    }

    public Application with(ApplicationSecret secret) {
        secrets.add(secret);
        return this;
    }

    public Application with(X509Certificate certificate) {
        certificates.add(certificate);
        return this;
    }

    public Application without(X509Certificate certificate) {
        certificates.remove(certificate);
        return this;
    }

    /** Makes the service principal, as consent does, or changes the roles of the one that is there. */
    public Application in(DirectoryTenant tenant, String... roles) {
        principals.put(tenant.id(), new ServicePrincipal(objectId(tenant.id()), Set.of(roles), true));
        removedFrom.remove(tenant.id());
        return this;
    }

    /** Switches sign-in of the service principal off. */
    public void disableIn(UUID tenantId) {
        principals.computeIfPresent(
                tenantId, (id, principal) -> new ServicePrincipal(principal.objectId(), principal.roles(), false));
    }

    /** Deletes the service principal, as an administrator does who ends the consent. */
    public void removeFrom(UUID tenantId) {
        if (principals.remove(tenantId) != null) {
            removedFrom.add(tenantId);
        }
    }

    /** Version 1 or 2: which tokens the gateway's API gets, {@code requestedAccessTokenVersion} of its registration. */
    public void accessTokenVersion(int version) {
        accessTokenVersion = version;
    }

    int accessTokenVersion() {
        return accessTokenVersion;
    }

    public Optional<ServicePrincipal> principal(UUID tenantId) {
        return Optional.ofNullable(principals.get(tenantId));
    }

    boolean wasRemovedFrom(UUID tenantId) {
        return removedFrom.contains(tenantId);
    }

    private UUID objectId(UUID tenantId) {
        return UUID.nameUUIDFromBytes((clientId + " in " + tenantId).getBytes(StandardCharsets.UTF_8));
    }
}
