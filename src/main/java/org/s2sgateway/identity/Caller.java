package org.s2sgateway.identity;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;
import org.s2sgateway.settings.Guid;

/**
 * Who is calling the API: the application that a validated token of the home tenant names, and the app roles it holds.
 *
 * <p>Implements the principal of MicroProfile JWT: claims have the types of its specification. The token itself is not
 * kept ({@link #getRawToken()} is null), so that it can neither be logged nor sent on. Immutable and thread-safe.
 *
 * <p>To be injected: {@code @Inject Caller caller} is the caller of the current request. Where there is none, its first
 * use refuses the request with 401.
 */
public class Caller implements JsonWebToken {

    private final String consumer;
    private final Set<String> roles;
    private final Map<String, Object> claims;

    /** For the container's request-scoped proxy only; nobody can do anything with it. */
    Caller() {
        this("", Set.of(), Map.of());
    }

    /**
     * A caller with the given application id.
     *
     * @param roles app roles as the token has them; those that they bring with them are added here
     * @param claims the validated claims, by name, in the types of MicroProfile JWT
     */
    Caller(String consumer, Set<String> roles, Map<String, Object> claims) {
        this.consumer = consumer;
        this.roles = Roles.expanded(roles);
        this.claims = Map.copyOf(claims);
    }

    /** The id of the calling application: {@code azp}, else {@code appid}, else {@code client_id}. */
    public String consumer() {
        return consumer;
    }

    /** Whether the caller holds the role, itself or by a role that brings it; upper and lower case differ. */
    public boolean has(String role) {
        return roles.contains(role);
    }

    /**
     * The user for whom the token was issued, by object id; empty where it is the application's own. Only such a token
     * says {@code scp} (Microsoft identity platform, "Access token claims reference").
     */
    public Optional<UUID> user() {
        return claims.get("scp") instanceof String scopes
                        && !scopes.isBlank()
                        && claims.get("oid") instanceof String objectId
                ? Guid.parse(objectId)
                : Optional.empty();
    }

    /** The user's name where the token was issued for a user, else the subject, as MicroProfile JWT demands. */
    @Override
    public String getName() {
        for (Claims claim : new Claims[] {Claims.upn, Claims.preferred_username, Claims.sub}) {
            if (claims.get(claim.name()) instanceof String name) {
                return name;
            }
        }
        return consumer;
    }

    /** The roles, including those that others bring with them. */
    @Override
    public Set<String> getGroups() {
        return roles;
    }

    @Override
    public Set<String> getClaimNames() {
        return claims.keySet();
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the signature of the specification
    public <T> @Nullable T getClaim(String name) {
        return (T) claims.get(name);
    }

    @Override
    public String toString() {
        return "Caller[" + consumer + "]";
    }
}
