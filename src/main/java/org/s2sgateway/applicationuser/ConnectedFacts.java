package org.s2sgateway.applicationuser;

import jakarta.json.JsonObject;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.s2sgateway.dataverse.WebApi;
import org.s2sgateway.settings.Secret;
import org.s2sgateway.tenant.EnvironmentHost;

/**
 * What the application sees of itself and of an environment once it is connected. Each part may be missing: an
 * application user with the least privileges may read neither users nor roles.
 *
 * @param systemUserId of the application user, by WhoAmI
 * @param fullName its name
 * @param roles the names of its security roles
 * @param accounts the names of the first three accounts
 */
public record ConnectedFacts(
        Optional<UUID> systemUserId, Optional<String> fullName, List<String> roles, List<String> accounts) {

    public ConnectedFacts {
        roles = List.copyOf(roles);
        accounts = List.copyOf(accounts);
    }

    /**
     * Reads them; four reads, ten seconds each at most. The caller has made sure that the host is allowed.
     *
     * @param applicationToken the gateway's own for this environment
     */
    public static ConnectedFacts read(HttpClient client, EnvironmentHost host, Secret applicationToken) {
        WebApi environment = new WebApi(client, host.value(), applicationToken);
        Optional<UUID> user = find(environment, "WhoAmI").flatMap(answer -> Rows.id(answer, "UserId"));
        return new ConnectedFacts(
                user,
                user.flatMap(id -> find(environment, "systemusers(" + id + ")?$select=fullname"))
                        .flatMap(row -> Rows.text(row, "fullname")),
                user.map(id -> names(
                                environment, "systemusers(" + id + ")/systemuserroles_association?$select=roleid,name"))
                        .orElse(List.of()),
                names(environment, "accounts?$select=name&$top=3"));
    }

    private static List<String> names(WebApi environment, String relative) {
        return find(environment, relative)
                .map(found -> Rows.names(Rows.of(found)))
                .orElse(List.of());
    }

    private static Optional<JsonObject> find(WebApi environment, String relative) {
        return environment.get(relative).fold(done -> Optional.of(done.body()), failed -> Optional.empty());
    }
}
