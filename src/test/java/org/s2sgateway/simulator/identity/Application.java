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
 * An application registration with its credentials, its addresses and what it has in tenants: service principals and
 * consents. Thread-safe; changes count from the next request on.
 */
public final class Application {

    private final String name;
    private final UUID clientId;
    private final List<ApplicationSecret> secrets = new CopyOnWriteArrayList<>();
    private final List<X509Certificate> certificates = new CopyOnWriteArrayList<>();
    private final List<String> redirectUris = new CopyOnWriteArrayList<>();
    private final Map<UUID, ServicePrincipal> principals = new ConcurrentHashMap<>();
    private final Set<UUID> removedFrom = ConcurrentHashMap.newKeySet();
    private final Consents consents = new Consents();
    private volatile int accessTokenVersion = 2;
    private volatile boolean emitsDirectoryRoles = true;

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

    /** Registers addresses that people may be sent back to, after signing in, consenting or signing out. */
    public Application withRedirectUri(String... uris) {
        redirectUris.addAll(List.of(uris));
        return this;
    }

    /** Makes the service principal, as an administrator's consent does, or changes the roles of the one there. */
    public Application in(DirectoryTenant tenant, String... roles) {
        principals.put(tenant.id(), new ServicePrincipal(objectId(tenant.id()), Set.of(roles), true));
        removedFrom.remove(tenant.id());
        consents.byAdministrator(tenant.id());
        return this;
    }

    /** Switches sign-in of the service principal off. */
    public void disableIn(UUID tenantId) {
        principals.computeIfPresent(
                tenantId, (id, principal) -> new ServicePrincipal(principal.objectId(), principal.roles(), false));
    }

    /** Deletes the service principal, and the consents with it, as an administrator does who ends them. */
    public void removeFrom(UUID tenantId) {
        if (principals.remove(tenantId) != null) {
            removedFrom.add(tenantId);
        }
        consents.revokeAll(tenantId);
    }

    /** Takes back user_impersonation for everybody; the service principal and consent to sign-in stay. */
    public void revokeGrantIn(UUID tenantId) {
        consents.revokeImpersonation(tenantId);
    }

    /** Version 1 or 2: which tokens the gateway's API gets, {@code requestedAccessTokenVersion} of its registration. */
    public void accessTokenVersion(int version) {
        accessTokenVersion = version;
    }

    int accessTokenVersion() {
        return accessTokenVersion;
    }

    /** Whether tokens have {@code wids}: {@code groupMembershipClaims=DirectoryRole} of its registration; at first so. */
    public void emitDirectoryRoles(boolean emitted) {
        emitsDirectoryRoles = emitted;
    }

    boolean emitsDirectoryRoles() {
        return emitsDirectoryRoles;
    }

    public Optional<ServicePrincipal> principal(UUID tenantId) {
        return Optional.ofNullable(principals.get(tenantId));
    }

    boolean wasRemovedFrom(UUID tenantId) {
        return removedFrom.contains(tenantId);
    }

    Consents consents() {
        return consents;
    }

    /** Makes the service principal where there is none, and says whether there was none. */
    boolean createIn(DirectoryTenant tenant) {
        removedFrom.remove(tenant.id());
        return principals.putIfAbsent(tenant.id(), new ServicePrincipal(objectId(tenant.id()), Set.of(), true)) == null;
    }

    /** Exactly, but for the port of localhost ("Redirect URI (reply URL) restrictions"). */
    boolean hasRedirectUri(String uri) {
        return redirectUris.stream().anyMatch(known -> withoutLocalPort(known).equals(withoutLocalPort(uri)));
    }

    /** Puts back what is there now, but for credentials and addresses. */
    Runnable wayBack() {
        Map<UUID, ServicePrincipal> principalsThen = Map.copyOf(principals);
        Set<UUID> removedThen = Set.copyOf(removedFrom);
        Runnable consentsThen = consents.wayBack();
        int versionThen = accessTokenVersion;
        boolean rolesThen = emitsDirectoryRoles;
        return () -> {
            principals.keySet().retainAll(principalsThen.keySet());
            principals.putAll(principalsThen);
            removedFrom.retainAll(removedThen);
            removedFrom.addAll(removedThen);
            consentsThen.run();
            accessTokenVersion = versionThen;
            emitsDirectoryRoles = rolesThen;
        };
    }

    private UUID objectId(UUID tenantId) {
        return UUID.nameUUIDFromBytes((clientId + " in " + tenantId).getBytes(StandardCharsets.UTF_8));
    }

    private static String withoutLocalPort(String uri) {
        return uri.replaceFirst("^(https?://localhost):\\d+(?=[/?#]|$)", "$1");
    }
}
