package org.s2sgateway.simulator.identity;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.s2sgateway.simulator.wire.Answer;
import org.s2sgateway.simulator.wire.Call;
import org.s2sgateway.simulator.wire.JsonText;

/** {@code POST /{tenant}/oauth2/v2.0/token} for the client credentials flow. */
final class TokenEndpoint {

    private static final String DEFAULT = "/.default";

    /** msal4j adds them to every request; Entra ID does not mind. */
    private static final Set<String> OPENID_SCOPES = Set.of("openid", "profile", "offline_access", "email");

    private final Directory directory;
    private final AccessTokens tokens;
    private final ClientAuthentication authentication;

    TokenEndpoint(Directory directory, AccessTokens tokens, ClientAuthentication authentication) {
        this.directory = directory;
        this.tokens = tokens;
        this.authentication = authentication;
    }

    Answer answer(String tenantSegment, Call call, Authorities authorities) {
        Map<String, String> form = call.form();
        String grantType = parameter(form, "grant_type");
        if (!grantType.equals("client_credentials")) {
            throw EntraRefusal.unsupportedGrant(grantType);
        }
        if (Authorities.isShared(tenantSegment)) {
            throw EntraRefusal.tenantRequired(tenantSegment);
        }
        DirectoryTenant tenant = tenant(tenantSegment);
        String clientId = parameter(form, "client_id");
        String scope = parameter(form, "scope");
        String resource = resource(scope);
        Application application = application(clientId, tenant);
        ServicePrincipal principal = principal(application, tenant);
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

    DirectoryTenant tenant(String segment) {
        return directory.tenant(segment).orElseThrow(() -> {
            boolean plausible = segment.contains(".") || Authorities.isGuid(segment);
            return plausible ? EntraRefusal.unknownTenant(segment) : EntraRefusal.notATenant(segment);
        });
    }

    private Application application(String clientId, DirectoryTenant tenant) {
        return Optional.of(clientId)
                .filter(Authorities::isGuid)
                .flatMap(id -> directory.application(UUID.fromString(id)))
                .orElseThrow(() -> EntraRefusal.unknownApplication(clientId, tenant));
    }

    private static ServicePrincipal principal(Application application, DirectoryTenant tenant) {
        ServicePrincipal principal = application.principal(tenant.id()).orElseThrow(() -> {
            return application.wasRemovedFrom(tenant.id())
                    ? EntraRefusal.missingServicePrincipal(application, tenant)
                    : EntraRefusal.unknownApplication(application.clientId().toString(), tenant);
        });
        if (!principal.enabled()) {
            throw EntraRefusal.disabledApplication(application);
        }
        return principal;
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

    private static String parameter(Map<String, String> form, String name) {
        String value = form.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw EntraRefusal.missingParameter(name);
        }
        return value;
    }
}
