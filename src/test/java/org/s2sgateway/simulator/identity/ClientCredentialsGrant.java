package org.s2sgateway.simulator.identity;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;
import org.s2sgateway.simulator.wire.JsonText;

/** {@code grant_type=client_credentials} of the token endpoint. */
final class ClientCredentialsGrant {

    private static final String DEFAULT = "/.default";

    /** msal4j adds them to every request; Entra ID does not mind. */
    private static final Set<String> OPENID_SCOPES = Set.of("openid", "profile", "offline_access", "email");

    private final Directory directory;
    private final DirectoryLookup lookup;
    private final AccessTokens tokens;
    private final ClientAuthentication authentication;
    private final Propagation propagation;

    ClientCredentialsGrant(
            Directory directory, AccessTokens tokens, ClientAuthentication authentication, Propagation propagation) {
        this.directory = directory;
        this.lookup = new DirectoryLookup(directory);
        this.tokens = tokens;
        this.authentication = authentication;
        this.propagation = propagation;
    }

    Answer answer(String tenantSegment, Call call, Authorities authorities) {
        Map<String, String> form = call.form();
        if (Authorities.isShared(tenantSegment)) {
            throw EntraRefusal.tenantRequired(tenantSegment);
        }
        DirectoryTenant tenant = lookup.tenant(tenantSegment);
        String clientId = DirectoryLookup.parameter(form, "client_id");
        String resource = resource(DirectoryLookup.parameter(form, "scope"));
        Application application = lookup.application(clientId, tenant.name());
        ServicePrincipal principal = lookup.principal(application, tenant);
        propagation.check(application, tenant);
        boolean byCertificate =
                authentication.isByCertificate(application, form, authorities.tokenEndpoints(tenantSegment));
        if (!directory.hasResource(resource, tenant.id())) {
            throw EntraRefusal.unknownResource(resource, tenant);
        }
        Grant grant = new Grant(tenant, application, principal, resource, byCertificate);
        long seconds = tokens.lifetime(grant).toSeconds();
        return Answer.json(
                200,
                JsonText.object()
                        .add("token_type", "Bearer")
                        .add("expires_in", seconds)
                        .add("ext_expires_in", seconds)
                        .add("access_token", tokens.sign(tokens.claims(grant, authorities.of(call))))
                        .build());
    }

    private static String resource(String scope) {
        List<String> wanted = Arrays.stream(scope.split(" "))
                .filter(word -> !word.isEmpty())
                .filter(word -> !OPENID_SCOPES.contains(word.toLowerCase(Locale.ROOT)))
                .toList();
        if (wanted.isEmpty() || !wanted.stream().allMatch(word -> word.endsWith(DEFAULT))) {
            throw EntraRefusal.scopeWithoutDefault(scope);
        }
        Set<String> resources = wanted.stream()
                .map(word -> word.substring(0, word.length() - DEFAULT.length()))
                .collect(Collectors.toSet());
        if (resources.size() > 1) {
            throw EntraRefusal.severalResources(scope);
        }
        return resources.iterator().next();
    }
}
